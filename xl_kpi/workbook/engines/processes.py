"""What the processes that calculate have in common: their environment, their memory and their time."""

from __future__ import annotations

import os
import sys

from xl_kpi.errors import LimitError


def environment() -> dict[str, str]:
    """Return the environment in which a process of ours finds this package."""
    # The threads for linear algebra, which nothing here needs, would take longer to start than to be of use.
    return {"OPENBLAS_NUM_THREADS": "1", **os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}


def limit_process(most: int, seconds: float) -> None:
    """Let this process take no more bytes of memory and seconds of computing, where the system can hold it to that.

    The caller stops it by the clock; this ends it where the caller has been killed meanwhile.
    """
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        allowed = int(seconds) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (allowed, allowed))
    except (ImportError, ValueError, OSError):  # not on Windows
        pass


def too_long(seconds: float) -> LimitError:
    """Return the refusal of a calculation that took longer than the limit `seconds`."""
    return LimitError(
        f"calcul arrêté, limite seconds\u00a0: plus de {seconds:g}\u00a0s.",
        f"calculation stopped, limit seconds: more than {seconds:g} s.",
    )

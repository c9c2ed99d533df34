"""What the processes that calculate apart have in common: their environment and their memory."""

from __future__ import annotations

import os
import sys


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

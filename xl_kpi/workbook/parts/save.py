"""Saving either finishes or changes nothing; a workbook that Excel holds open is named."""

from __future__ import annotations

import contextlib
import glob
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from xl_kpi.errors import UserError

_RETRIES = 10
_LEFT_SECONDS = 3600  # no save takes that long
_PAUSE_SECONDS = 0.2  # a virus scanner or a sync client lets go within two seconds


def ensure_not_open(path: Path) -> None:
    """Raise UserError when Excel or LibreOffice has left its lock file beside the workbook."""
    for lock in (path.with_name(f"~${path.name}"), path.with_name(f".~lock.{path.name}#")):
        if lock.exists():
            raise _open_elsewhere(path)


def write_atomically(path: Path, data: bytes) -> None:
    """Write the file whole or not at all; an existing file keeps its permissions.

    Raises UserError naming the file when it is held open or the folder refuses it.
    """
    target = path.resolve()  # a link keeps pointing at the file that is replaced
    temporary: Path | None = None
    try:
        _ensure_writable(target)
        descriptor, name = tempfile.mkstemp(prefix=f".{target.stem}.", suffix=".tmp", dir=target.parent)
        temporary = Path(name)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        _copy_mode(target, temporary)
        _replace(temporary, target)
        temporary = None
    except PermissionError:
        raise _open_elsewhere(path) from None
    except OSError as error:
        raise UserError(
            f"{path}\u00a0: enregistrement impossible ({error.strerror}). Le fichier n’a pas été modifié.",
            f"{path}: cannot be saved ({error.strerror}). The file was not changed.",
        ) from None
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink()
    _sync_folder(target.parent)
    _sweep(target)


def _ensure_writable(target: Path) -> None:
    """Raise PermissionError for a file marked read-only, which POSIX would let us replace."""
    if target.exists() and not target.stat().st_mode & 0o222:
        raise PermissionError


def _sweep(target: Path) -> None:
    """Remove what saves of this file left when they were killed, a while ago."""
    with contextlib.suppress(OSError):
        for left in target.parent.glob(f".{glob.escape(target.stem)}.*.tmp"):
            if time.time() - left.stat().st_mtime > _LEFT_SECONDS:
                left.unlink()


@contextlib.contextmanager
def scratch_folder() -> Iterator[Path]:
    """Give a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="xl-kpi-", ignore_cleanup_errors=True) as name:
        yield Path(name)


def _copy_mode(target: Path, temporary: Path) -> None:
    if target.exists():
        shutil.copymode(target, temporary)
    else:
        mask = os.umask(0)
        os.umask(mask)
        temporary.chmod(0o666 & ~mask)


def _replace(temporary: Path, target: Path) -> None:
    for attempt in range(_RETRIES):
        try:
            os.replace(temporary, target)  # noqa: PTH105 - tests inject failures into this very call
        except PermissionError:
            if attempt == _RETRIES - 1:
                raise
            time.sleep(_PAUSE_SECONDS)
        else:
            return


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":
        with contextlib.suppress(OSError):
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def _open_elsewhere(path: Path) -> UserError:
    return UserError(
        f"{path}\u00a0: le classeur est ouvert dans Excel ou protégé en écriture. "
        "Fermez-le et recommencez\u00a0; rien n’a été modifié.",
        f"{path}: the workbook is open in Excel or write-protected. Close it and try again; nothing was changed.",
    )


def delete(path: Path) -> bool:
    """Delete a file; return whether it was there. UserError where it is held open."""
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise UserError(
            f"{path}\u00a0: suppression impossible ({error.strerror}). Fermez Excel et recommencez.",
            f"{path}: cannot be deleted ({error.strerror}). Close Excel and try again.",
        ) from None
    return True

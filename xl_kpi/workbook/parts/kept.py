"""The state of a workbook before its last refresh: kept beside it, and put back by `xl-kpi undo`."""

from __future__ import annotations

from pathlib import Path

from xl_kpi.errors import UserError
from xl_kpi.workbook.parts.package import Package, open_package
from xl_kpi.workbook.parts.save import ensure_not_open, write_atomically

FOLDER = ".xl-kpi"


def kept_path(book: Path) -> Path:
    """Return where the state before the last refresh of a workbook is kept."""
    return book.parent / FOLDER / book.name


def save_keeping(package: Package) -> Path:
    """Save a package over its file, whose bytes before are kept for `undo`; return where.

    The old state is safe on disk before the workbook is touched, and a save that fails leaves both
    as they were.
    """
    ensure_not_open(package.path)
    package.ensure_unchanged()
    kept = kept_path(package.path)
    _make_folder(kept.parent)
    _swap(package.path, package.path.read_bytes(), package.to_bytes(), kept)
    return kept


def undo(book: Path) -> Path:
    """Put the state before the last refresh back; what was there is kept in its place, so that a second undo redoes.

    Returns where the replaced state is kept. Raises UserError where no refresh was kept, or the workbook is open.
    """
    kept = kept_path(book)
    if not kept.is_file():
        raise UserError(
            f"{book.name} : aucun état d’avant actualisation n’est gardé dans {kept.parent}.",
            f"{book.name}: no state before a refresh is kept in {kept.parent}.",
        )
    ensure_not_open(book)
    before = open_package(kept).to_bytes()  # refuses a damaged one before anything is touched
    now = book.read_bytes() if book.exists() else before
    _swap(book, now, before, kept)
    return kept


def _swap(book: Path, old: bytes, new: bytes, kept: Path) -> None:
    """Keep the old bytes, then write the new ones; at no moment is either lost."""
    waiting = kept.with_name(kept.name + ".new")
    write_atomically(waiting, old)
    try:
        write_atomically(book, new)
    except UserError:
        waiting.unlink()
        raise
    waiting.replace(kept)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise UserError(
            f"{folder} : dossier impossible à créer ({error.strerror}). Le classeur n’a pas été modifié.",
            f"{folder}: the folder cannot be made ({error.strerror}). The workbook was not changed.",
        ) from None

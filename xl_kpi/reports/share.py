"""A copy of a workbook that needs no add-in: native Excel formulas in place of the KPI functions, or values."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xl_kpi.catalog.tables import TABLES
from xl_kpi.errors import UserError
from xl_kpi.language import Lang

if TYPE_CHECKING:
    from xl_kpi.workbook import Book
    from xl_kpi.workbook.native_copy import Lost


@dataclass(frozen=True, slots=True)
class Shared:
    """What became of the formulas: how many are native now, how many are values, and which of those have a note.

    `left` are formulas outside cells (names, conditional formats, data validations) that have no native formula.
    """

    file: Path
    out: Path
    native: int
    values: int
    noted: tuple[Lost, ...]
    left: tuple[Lost, ...]

    def as_dict(self, lang: Lang = "en") -> dict[str, Any]:
        """Return the outcome as `share --json` prints it."""

        def listed(entries: tuple[Lost, ...], where: str) -> list[dict[str, str]]:
            return [{where: e.where, "formula": e.formula, "reason": e.reason[lang]} for e in entries]

        return {
            "file": str(self.file),
            "out": str(self.out),
            "native": self.native,
            "values": self.values,
            "noted": listed(self.noted, "cell"),
            "left": listed(self.left, "where"),
        }

    def summary(self, lang: Lang) -> str:
        """Return one line for a person."""
        if lang == "fr":
            return (
                f"{self.out}\u00a0: {self.native} formules Excel à la place des fonctions KPI, "
                f"{self.values} formules devenues des valeurs. S’ouvre sans complément."
            )
        return (
            f"{self.out}: {self.native} Excel formulas in place of KPI functions, "
            f"{self.values} formulas turned into values. Opens without the add-in."
        )


def share(book: Path, out: Path, *, values: bool = False, lang: Lang = "fr") -> Shared:
    """Write a copy of a workbook that opens anywhere without the add-in; the workbook itself is not touched.

    A workbook that calls KPI functions is recalculated first. Then they become native Excel formulas with equal
    results and equal errors; what has none becomes its value, with a note in the workbook's language (`lang`
    where it has none of our data tables). With `values` every formula becomes its value. Raises UserError for what
    is refused.
    """
    from xl_kpi.workbook import Book, open_package, recalculate_package
    from xl_kpi.workbook.native_copy import calls_kpis, make_independent
    from xl_kpi.workbook.parts.package import naming

    _check_target(book, out)
    package = open_package(book)
    with naming(book.name):
        if calls_kpis(package):  # Excel without the add-in may have left #NAME? in them
            recalculate_package(package)
        done = make_independent(package, _language(Book(package)) or lang, values=values)
    package.save(out)
    return Shared(book, out, done.native, done.valued, tuple(done.noted), tuple(done.left))


def _check_target(book: Path, out: Path) -> None:
    if out.resolve() == book.resolve():
        raise UserError(
            f"{out} est le classeur lui-même : donnez un autre nom à la copie.",
            f"{out} is the workbook itself: give the copy another name.",
        )
    if out.suffix.lower() != book.suffix.lower():
        raise UserError(
            f"{out} : le nom doit finir par {book.suffix}, comme {book.name}.",
            f"{out}: the name must end in {book.suffix}, as {book.name} does.",
        )
    if not out.parent.is_dir():
        raise UserError(f"{out.parent} : ce dossier n’existe pas.", f"{out.parent}: there is no such folder.")


def _language(book: Book) -> Lang | None:
    found = (declared.language_of(table.name) for table in book.tables for declared in TABLES.values())
    return next((lang for lang in found if lang is not None), None)

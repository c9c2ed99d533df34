"""A workbook made independent of the add-in: KPI calls become native formulas, or values with a note."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from xl_kpi.catalog import KPIS
from xl_kpi.language import Lang, Text
from xl_kpi.workbook.addresses import cell_name
from xl_kpi.workbook.analysis.references import Resolver
from xl_kpi.workbook.calls import Calls, NotNativeError, Place, has_kpi
from xl_kpi.workbook.parts import cells
from xl_kpi.workbook.parts.cells import FormulaCell
from xl_kpi.workbook.parts.links import drop_unused_addin_links
from xl_kpi.workbook.parts.notes import add_notes
from xl_kpi.workbook.parts.package import Package
from xl_kpi.workbook.parts.patchable import sheet_text, unusual, utf8_text
from xl_kpi.workbook.parts.sheets import Book, Sheet
from xl_kpi.workbook.parts.xmltext import escape, unescape

_NOTE = Text(
    "Valeur à la date de la copie. La formule {formula} n’a pas d’équivalent sans le complément xl-kpi\u00a0: {why}.",
    "Value when the copy was made. The formula {formula} has no equivalent without the xl-kpi add-in: {why}.",
)
_NOTE_CHARS = 1000  # of the formula, so that a note stays readable
_NO_ARRAY = Text(
    "une constante matricielle n’est pas admise ici",
    "an array constant is not allowed here",
)
_TOO_LONG = Text("la formule native serait trop longue ici", "the native formula would be too long here")
_VALIDATION_CHARS = 255  # Excel's limit on a formula in a data validation
_NAME_USED = Text("elle utilise le nom {name}", "it uses the name {name}")
_ELSEWHERE = re.compile(r"<((?:\w+:)?(?:formula[12]?|f))(\s[^>]*)?>([^<]*)</\1>")
_TABLE_FORMULA = re.compile(r"<((?:\w+:)?(?:calculatedColumnFormula|totalsRowFormula))(\s[^>]*)?>([^<]*)</\1>")
_TABLE_COLUMN = re.compile(r"<(?:\w+:)?tableColumn\s[^>]*(?:/>|>.*?</(?:\w+:)?tableColumn>)", re.DOTALL)
_TOTALS = re.compile(r"""\stotalsRowFunction\s*=\s*["']\w+["']""")
_CUSTOM_TOTALS = re.compile(r"""\stotalsRowFunction\s*=\s*["']custom["']""")
_DEFINED_NAME = re.compile(r"<((?:\w+:)?definedName)(\s[^>]*)>([^<]*)</\1>")


@dataclass(frozen=True, slots=True)
class Lost:
    """A formula that is native nowhere: in a cell its value stays, elsewhere it stays as it was."""

    where: str
    formula: str
    reason: Text


@dataclass
class Independence:
    """What became of the formulas of a workbook."""

    native: int = 0
    valued: int = 0
    noted: list[Lost] = field(default_factory=list)
    left: list[Lost] = field(default_factory=list)


def calls_kpis(package: Package) -> bool:
    """Tell whether a cell of the workbook calls a KPI."""
    texts = (sheet_text(s.part, package.part(s.part)) for s in Book(package).worksheets)
    return any(has_kpi(cell.text) for text in texts for cell in cells.formula_cells(text))


def make_independent(package: Package, lang: Lang, *, values: bool = False) -> Independence:
    """Replace every KPI call of a workbook in memory by native functions, or every formula by its value.

    Cached values stay. What has no native formula becomes its value, with a note in this language.
    """
    try:
        return _Copy(package, lang, values).run()
    except UnicodeDecodeError:  # of a part beside the sheets
        raise unusual("xl", "UTF-8") from None


class _Copy:
    def __init__(self, package: Package, lang: Lang, values: bool) -> None:
        self.package = package
        self.book = Book(package)
        self.lang = lang
        self.values = values
        self.calls = Calls(Resolver(self.book.worksheets, self.book.tables, self.book.names), KPIS)
        self.done = Independence()
        self.lost_names: dict[str, re.Pattern[str]] = {}

    def run(self) -> Independence:
        self._names()
        for sheet in self.book.worksheets:
            self._sheet(sheet)
        for part in {table.part for table in self.book.tables}:
            self._table(part)
        if self.done.valued and (chain := self.book.calc_chain_part):
            self.package.remove(chain)  # Excel makes it anew
        drop_unused_addin_links(self.package, self.book)
        return self.done

    def _native(self, text: str, place: Place) -> str:
        """Return a formula without KPI calls; NotNativeError where it would still need the add-in."""
        for name, pattern in self.lost_names.items():
            if pattern.search(text):
                reason = _NAME_USED.format(name=name)
                raise NotNativeError(reason.fr, reason.en)
        return self.calls.native(text, place) if has_kpi(text) else text

    def _names(self) -> None:
        """Rewrite defined names; one that needs another that is lost is lost too."""
        sheets = self.book.worksheets
        place = Place(sheets[0].name if sheets else "", 1, 1)
        original = utf8_text(self.book.part, self.package.part(self.book.part))
        while True:
            self.done = Independence()
            text = self._elements(original, _DEFINED_NAME, place, lambda head: _attribute(head, "name"))
            lost = {entry.where for entry in self.done.left}
            if lost == self.lost_names.keys():
                break
            self.lost_names = {n: re.compile(rf"(?<![\w.!]){re.escape(n)}(?![\w.(])", re.IGNORECASE) for n in lost}
        self.package.replace(self.book.part, text.encode("utf-8"))

    def _elements(
        self,
        text: str,
        pattern: re.Pattern[str],
        place: Place,
        where: Callable[[str], str],
        check: Callable[[str, str], None] = lambda _element, _formula: None,
    ) -> str:
        """Rewrite the formulas in elements of a part; those that cannot be are listed and stay."""

        def sub(match: re.Match[str]) -> str:
            formula = unescape(match[3])
            try:
                new = self._native(formula, place)
                if new != formula:
                    check(match[1], new)
            except NotNativeError as problem:
                self.done.left.append(Lost(where(match[2] or ""), f"={formula}", problem.reason))
                return match[0]
            if new == formula:
                return match[0]
            self.done.native += 1
            return f"<{match[1]}{match[2] or ''}>{escape(new)}</{match[1]}>"

        return pattern.sub(sub, text)

    def _sheet(self, sheet: Sheet) -> None:
        text = sheet_text(sheet.part, self.package.part(sheet.part))
        changes, notes = self._cells(sheet, text)
        new = cells.edit_formulas(text, changes) if changes else self.package.part(sheet.part).decode("utf-8")
        end = max(
            0, new.rfind("sheetData>"), new.rfind("sheetData/>")
        )  # after the cells: conditional formats, data validations, extensions
        place = Place(sheet.name, 1, 1)
        tail = self._elements(new[end:], _ELSEWHERE, place, lambda _: sheet.name, _check_elsewhere)
        self.package.replace(sheet.part, (new[:end] + tail).encode("utf-8"))
        if notes:
            add_notes(self.package, self.book, sheet, notes)

    def _cells(self, sheet: Sheet, text: str) -> tuple[dict[tuple[int, int], str | None], dict[tuple[int, int], str]]:
        """Return the new formula of each cell that changes (None: its value stays), and the notes."""
        changes: dict[tuple[int, int], str | None] = {}
        notes: dict[tuple[int, int], str] = {}
        masters: dict[str, tuple[str, Text]] = {}
        found = list(cells.formula_cells(text))
        for cell in found:
            at = (cell.row, cell.column)
            if self.values:
                changes[at] = None
                self.done.valued += 1
            elif cell.text:
                try:
                    new = self._native(cell.text, Place(sheet.name, *at, array=cell.kind == "array"))
                except NotNativeError as problem:
                    if cell.kind == "shared":
                        masters[cell.shared] = (cell.text, problem.reason)
                    else:
                        changes[at] = None
                        self._lose(sheet, cell, cell.text, problem.reason, notes)
                    continue
                if new != cell.text:
                    changes[at] = new
                    self.done.native += 1
        for cell in found:
            # The cells of a shared formula hold its number only; they follow the one that holds its text.
            if cell.kind == "shared" and cell.shared in masters and cell.text in {"", masters[cell.shared][0]}:
                changes[cell.row, cell.column] = None
                self._lose(sheet, cell, *masters[cell.shared], notes)
        return changes, notes

    def _lose(
        self, sheet: Sheet, cell: FormulaCell, formula: str, reason: Text, notes: dict[tuple[int, int], str]
    ) -> None:
        self.done.valued += 1
        self.done.noted.append(Lost(f"{sheet.name}!{cell_name(cell.row, cell.column)}", f"={formula}", reason))
        shown = formula if len(formula) <= _NOTE_CHARS else formula[:_NOTE_CHARS] + "…"
        if len(self.done.noted) <= self.package.limits.notes:
            notes[cell.row, cell.column] = _NOTE[self.lang].format(formula=f"={shown}", why=reason[self.lang])

    def _table(self, part: str) -> None:
        """Rewrite calculated columns and totals; without a native formula, or for values, the cells stand alone."""
        table = next(t for t in self.book.tables if t.part == part)
        place = Place(table.area.sheet, table.area.bottom, table.area.left, array=False)

        def sub(match: re.Match[str]) -> str:
            if self.values:
                return ""
            text = unescape(match[3])
            try:
                new = self._native(text, place)
            except NotNativeError:
                return ""  # its cells are listed one by one
            return match[0] if new == text else f"<{match[1]}{match[2] or ''}>{escape(new)}</{match[1]}>"

        text = _TABLE_FORMULA.sub(sub, self.package.part(part).decode("utf-8"))
        gone = _TOTALS if self.values else _CUSTOM_TOTALS
        text = _TABLE_COLUMN.sub(lambda m: m[0] if "totalsRowFormula" in m[0] else gone.sub("", m[0]), text)
        self.package.replace(part, text.encode("utf-8"))


def _check_elsewhere(element: str, formula: str) -> None:
    """Refuse what Excel does not take in a conditional format or a data validation."""
    reason = _NO_ARRAY if "{" in formula else None
    if element.rpartition(":")[2] in {"formula1", "formula2"} and len(formula) > _VALIDATION_CHARS:
        reason = _TOO_LONG
    if reason is not None:
        raise NotNativeError(reason.fr, reason.en)


def _attribute(head: str, name: str) -> str:
    found = re.search(rf"\s{name}=[\"']([^\"']*)", head)
    return unescape(found[1]) if found else ""

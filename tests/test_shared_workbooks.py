"""The share copy of every template, filled and in both languages: LibreOffice calculates it anew, cell by cell.

This is the project's independent check of its own formulas: no result of ours reaches LibreOffice.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.tools import recalculated_by_libreoffice, validation_errors
from xl_kpi.reports.refresh import new_workbook
from xl_kpi.reports.share import Shared, share
from xl_kpi.templates import TEMPLATES
from xl_kpi.workbook import Book, open_package


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Shared]:
    """Make the copy of each template, filled with the sample company; and of the cockpit empty."""
    folder = tmp_path_factory.mktemp("copies")
    made = {}
    for template in TEMPLATES:
        for name, lang, sample in (("fr", "fr", True), ("en", "en", True), ("empty", "fr", False)):
            if not sample and template != "cockpit":
                continue
            book = folder / f"{template}-{name}.xlsx"
            new_workbook(template, book, lang, sample=sample)  # type: ignore[arg-type]
            made[book.stem] = share(book, folder / f"{book.stem}-copy.xlsx")
    return made


RESULT = re.compile(r"<c ([^>]*)><f(?:\s[^>]*)?(?:/>|>[^<]*</f>)(?:<v>([^<]*)</v>)?")


def results(file: Path) -> dict[str, float | str]:
    """Return what the formula cells of a workbook show, numbers and dates as the file holds them."""
    package = open_package(file)
    found: dict[str, float | str] = {}
    for sheet in Book(package).worksheets:
        for head, shown in RESULT.findall(package.part(sheet.part).decode()):
            text = re.search(r't="(?:str|e|b)"', head) or not shown
            cell = re.search(r'r="([A-Z]+\d+)"', head)
            assert cell is not None
            found[f"{sheet.name}!{cell[1]}"] = shown if text else float(shown)
    return found


def equal(ours: float | str, theirs: float | str | None) -> bool:
    if isinstance(ours, str) or isinstance(theirs, str):
        return ours == theirs
    return theirs is not None and theirs == pytest.approx(ours, rel=1e-9, abs=1e-9)


def test_libreoffice_calculates_the_same_in_every_cell(copies: dict[str, Shared], tmp_path: Path) -> None:
    theirs = recalculated_by_libreoffice([done.out for done in copies.values()], tmp_path)
    different, compared = [], 0
    for done, recalculated in zip(copies.values(), theirs, strict=True):
        ours, other = results(done.out), results(recalculated)
        compared += len(ours)
        different += [
            f"{done.out.stem} {cell}: {value!r}, not {other.get(cell)!r}"
            for cell, value in ours.items()
            if not equal(value, other.get(cell))
        ]
    assert not different, "\n".join(different)
    assert compared > 2000 * len(TEMPLATES)


def formulas(file: Path) -> str:
    """Return every formula of a workbook, wherever one may stand."""
    package = open_package(file)
    parts = [n for n in package.names if re.match(r"xl/(workbook\.xml|worksheets/sheet|tables/)", n)]
    pattern = r"<(?:\w+:)?(?:f|formula\d?|definedName|\w+Formula)[ >][^<]*<"
    return "".join(found for part in parts for found in re.findall(pattern, package.part(part).decode()))


def test_nothing_in_a_copy_needs_the_add_in(copies: dict[str, Shared]) -> None:
    for name, done in copies.items():
        assert done.native > 0 or done.values > 0, name
        assert done.left == (), name
        assert not [part for part in open_package(done.out).names if part.startswith("xl/externalLinks")]
        before, after = formulas(done.file), formulas(done.out)
        assert "KPI_" in before
        assert "KPI_" not in after
        # no function that an older Excel lacks, unless the workbook has it
        assert set(re.findall(r"_xl\w+\.\w+", after)) <= set(re.findall(r"_xl\w+\.\w+", before)), name


def test_only_formulas_and_their_notes_differ_from_the_workbook(copies: dict[str, Shared]) -> None:
    for name, done in copies.items():
        book, copy = open_package(done.file), open_package(done.out)
        changed = {part for part in copy.names if part not in book or book.part(part) != copy.part(part)}
        notes = (
            r"|xl/comments.*|xl/drawings/vml.*|.*\.rels|\[Content_Types\]\.xml|xl/calcChain.xml" if done.noted else ""
        )
        assert all(re.fullmatch(rf"xl/worksheets/sheet\d+\.xml{notes}", part) for part in changed), (name, changed)


def test_copies_are_valid_and_a_copy_of_a_copy_is_the_same(copies: dict[str, Shared], tmp_path: Path) -> None:
    for name, done in copies.items():
        if name.endswith("-fr"):
            again = share(done.out, tmp_path / f"{name}.xlsx")
            assert (again.native, again.values) == (0, 0)
            assert again.out.read_bytes() == done.out.read_bytes()
            assert validation_errors(done.out) == []

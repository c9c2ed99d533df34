"""The second calculation engine (IronCalc), in a process of its own: what it gives for cells of a workbook.

It knows nothing of the KPIs and shares no code with the first engine. A crash, or an evaluation that
does not end, costs an answer and nothing else.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from xl_kpi.errors import BY_NAME, ExcelError
from xl_kpi.workbook.engines.processes import environment, limit_process
from xl_kpi.workbook.parts.save import scratch_folder
from xl_kpi.workbook.parts.xmltext import MAIN

Place = tuple[int, int, int]  # sheet index, row, column
_SHEET_DATA = re.compile(r"<(?:([\w.-]+):)?sheetData(?:\s[^>]*)?(?:/>|>.*</(?:[\w.-]+:)?sheetData>)", re.DOTALL)
_FORMAT = re.compile(r"""\s(?!r=|t=|cm=)[\w.:-]+\s*=\s*("[^"]*"|'[^']*')""")
_START = re.compile(r"<(?:c|row)\s[^>]*>")
_STYLES = (
    f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font><sz val="11"/></font></fonts>'
    '<fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
_MEMORY = 2 << 30  # five times what a million formulas take


def name() -> str | None:
    """Return the second engine's name and version, None where it is not installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"IronCalc {version('ironcalc')}"
    except PackageNotFoundError:
        return None


def values(
    sheets: dict[str, str], shared_strings: bytes | None, places: list[Place], seconds: float
) -> list[Any] | None:
    """Return what the second engine shows in these cells; None when it gave no answer in time.

    `sheets` holds worksheets (name -> XML) with plain formulas.
    """
    from xl_kpi.workbook.engines.engine import bare_package

    with scratch_folder() as folder:
        book, wanted, answers = (folder / n for n in ("book.xlsx", "wanted.json", "answers.json"))
        cleaned = ((sheet, _cleaned(text)) for sheet, text in sheets.items())
        book.write_bytes(bare_package(cleaned, shared_strings, _STYLES))
        wanted.write_text(json.dumps(places))
        command = [sys.executable, "-m", __name__, str(book), str(wanted), str(answers), str(seconds)]
        try:
            done = subprocess.run(command, timeout=seconds, capture_output=True, check=False, env=environment())
        except subprocess.TimeoutExpired:
            return None
        if done.returncode or not answers.exists():
            return None
        return [BY_NAME.get(v["error"], v) if isinstance(v, dict) else v for v in json.loads(answers.read_text())]


def _cleaned(text: str) -> str:
    """Return a worksheet reduced to its cells, without formats."""
    found = _SHEET_DATA.search(text)
    inside = found[0] if found else "<sheetData/>"
    if found and found[1]:
        inside = inside.replace(f"<{found[1]}:", "<").replace(f"</{found[1]}:", "</")
    inside = _START.sub(lambda m: _FORMAT.sub("", m[0]), inside)
    return f'<worksheet xmlns="{MAIN}">{inside}</worksheet>'


def same(one: Any, other: Any) -> bool:
    """Tell whether two engines gave the same result: numbers to 1e-9, the rest exactly."""
    if isinstance(one, list):
        return isinstance(other, list) and len(one) == len(other) and all(map(same, one, other))
    one, other = (0.0 if v is None else v for v in (one, other))
    if isinstance(one, bool) or isinstance(other, bool) or isinstance(one, str | ExcelError):
        return type(one) is type(other) and (one == other) is True
    if not isinstance(other, int | float):
        return False
    largest = max(abs(one), abs(other))
    return bool(abs(one - other) <= 1e-9 * largest or largest < 1e-12)


def _main(book: str, wanted: str, answers: str, seconds: str) -> None:
    limit_process(_MEMORY, float(seconds))
    import ironcalc

    model = ironcalc.load_from_xlsx(book)
    model.evaluate()
    found = []
    for sheet, row, column in json.loads(Path(wanted).read_text()):
        value = model.get_cell_value(sheet, row, column)
        wrong = isinstance(value, str) and model.get_cell_type(sheet, row, column) == ironcalc.CellType.ErrorValue
        found.append({"error": value} if wrong else value)
    Path(answers).write_text(json.dumps(found))


if __name__ == "__main__":
    _main(*sys.argv[1:])

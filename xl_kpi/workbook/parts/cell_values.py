"""Values as cells hold them, and how a file writes them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from xl_kpi.errors import ExcelError
from xl_kpi.workbook.addresses import column_letters
from xl_kpi.workbook.parts.xmltext import escape, excel_escape

MAX_TEXT = 32_767  # characters in a cell: Excel shows #VALUE! where a formula would make a longer text
CellValue = float | str | bool | ExcelError | None


def encode(value: CellValue) -> tuple[str, str]:
    """Return the `t` and the text of `<v>` for a value; NaN and infinities are `#NUM!`."""
    if isinstance(value, bool):
        return "b", "1" if value else "0"
    if value is None:
        return "n", "0"
    if isinstance(value, ExcelError):
        return "e", str(value)
    if isinstance(value, str):
        return "str", escape(excel_escape(value))
    if not math.isfinite(value):
        return "e", str(ExcelError.NUM)
    return "n", number_text(value)


def encode_all(values: Iterable[CellValue]) -> Iterator[tuple[str, str]]:
    """Yield what `encode` gives for each value; quick for numbers."""
    for value in values:
        if type(value) is float and value and (shown := repr(value))[-1].isdigit():  # not nan, inf or -0.0
            yield "n", shown.removesuffix(".0")
        else:
            yield encode(value)


def number_text(value: float) -> str:
    """Return a number as a file holds it: shortest form that reads back equal, no ".0"."""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(float(value))


def value_xml(row: int, column: int, value: CellValue, style: str | None = None) -> str:
    """Return the XML of a cell that holds a plain value; text is an inline string, never a formula."""
    name = f"{column_letters(column)}{row}"
    head = f'<c r="{name}" s="{style}"' if style else f'<c r="{name}"'
    if value is None:
        return f"{head}/>"
    if isinstance(value, str):
        space = ' xml:space="preserve"' if value != value.strip() or "\n" in value or "  " in value else ""
        return f'{head} t="inlineStr"><is><t{space}>{escape(excel_escape(value))}</t></is></c>'
    kind, shown = encode(value)
    tag = "" if kind == "n" else f' t="{kind}"'
    return f"{head}{tag}><v>{shown}</v></c>"

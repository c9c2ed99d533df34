"""Structured references: which cells of a table their items and column labels name."""

from __future__ import annotations

import re

from xl_kpi.workbook.addresses import Area
from xl_kpi.workbook.analysis.unproven import UnprovenError
from xl_kpi.workbook.parts.sheets import Table

_PRIVATE, _ASCII = 0xE100, 0x7F  # where the signs of labels stand for themselves
_QUOTED = re.compile(r"""("(?:[^"]|"")*"|(?<![\w\].'])'(?:[^']|'')+'!)""")
_LABEL = re.compile(r"\[((?=[^\[\]]*')(?:'.|[^\[\]'@#])(?:'.|[^\[\]'])*)\]")
_ITEM = re.compile(r"\[((?:'.|[^\[\]'])*)\]")


def readable(text: str) -> str:
    """Return a formula with the signs in escaped column labels (`'[`, `'#`) replaced, so that it can be parsed."""
    if "'" not in text or "[" not in text:
        return text
    return "".join(piece if i % 2 else _LABEL.sub(_private, piece) for i, piece in enumerate(_QUOTED.split(text)))


def _private(match: re.Match[str]) -> str:
    label = re.sub(r"'(.)", lambda m: _sign(m[1]), match[1])
    return "[" + "".join(c if c.isalnum() or c in "_. " else _sign(c) for c in label) + "]"


def _sign(character: str) -> str:
    return chr(_PRIVATE + ord(character)) if ord(character) <= _ASCII else character


def _public(label: str) -> str:
    return "".join(chr(ord(c) - _PRIVATE) if _PRIVATE <= ord(c) <= _PRIVATE + _ASCII else c for c in label)


def part_of(table: Table, inside: str, text: str) -> tuple[Area, bool]:
    """Return the cells that what stands between the outer brackets names, and whether only the formula's row is meant.

    Raises UnprovenError for an unknown column or a part that the table does not have; `text` is the whole reference.
    """
    items, columns = _specifiers(inside)
    area = table.area
    left, right = area.left, area.right
    if columns:
        numbers = [_column(table, c) for c in columns]
        left, right = area.left + min(numbers), area.left + max(numbers)
    kind = tuple(sorted(items))
    if kind == ("#this row",):
        return required(table.body, text).within(left, right), True
    top, bottom = _extent(table, kind, text)
    return Area(area.sheet, top, left, bottom, right), False


def _extent(table: Table, items: tuple[str, ...], text: str) -> tuple[int, int]:
    """Return the first and the last row that the items of a structured reference name."""
    top, bottom = table.area.top, table.area.bottom
    body = table.body
    first, last = (body.top, body.bottom) if body else (0, 0)
    known = {
        ("#all",): (top, bottom),
        ("#headers",): (top, top) if table.header_rows else (0, 0),
        ("#totals",): (bottom, bottom) if table.totals_rows else (0, 0),
        (): (first, last),
        ("#data",): (first, last),
        ("#data", "#headers"): (top, last) if table.header_rows else (0, 0),
        ("#data", "#totals"): (first, bottom) if table.totals_rows else (0, 0),
    }
    extent = known.get(items, (0, 0))
    if 0 in extent:
        raise UnprovenError(
            f"référence à une partie du tableau qui n’existe pas\u00a0: {text}",
            f"reference to a part of the table that does not exist: {text}",
        )
    return extent


def required(body: Area | None, text: str) -> Area:
    """Return the rows of a table; UnprovenError where it has none."""
    if body is None:
        raise UnprovenError(f"le tableau n’a pas de lignes\u00a0: {text}", f"the table has no rows: {text}")
    return body


def _column(table: Table, label: str) -> int:
    # A label with a line break is written with one; Excel compares without letter case.
    label = _public(label)
    for i, known in enumerate(table.columns):
        if known.lower() == label.lower():
            return i
    raise UnprovenError(
        f"colonne inconnue dans le tableau {table.name}\u00a0: {label}",
        f"unknown column in table {table.name}: {label}",
    )


def _specifiers(inside: str) -> tuple[set[str], list[str]]:
    """Split what stands between the outer brackets into items (#Headers...) and column labels."""
    inside = inside.strip()
    items: set[str] = set()
    columns: list[str] = []
    if inside.startswith("@"):
        items.add("#this row")
        inside = inside[1:].strip()
    pieces = _ITEM.findall(inside) if inside.startswith("[") else [inside] if inside else []
    for piece in pieces:
        if piece.startswith("#"):
            items.add(piece.lower())
        else:
            columns.append(re.sub(r"'(.)", r"\1", piece))
    return items, columns

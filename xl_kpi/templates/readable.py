"""A workbook as lines of text, so that a change shows as a readable difference.

`python -m xl_kpi.templates.readable BOOK` prints them; `.gitattributes` lets `git diff` use it (CONTRIBUTING.md).
"""

from __future__ import annotations

import difflib
import re
import sys
from pathlib import Path

from xl_kpi.workbook import Package, open_package
from xl_kpi.workbook.parts.xmltext import unescape

_SHARED = "xl/sharedStrings.xml"
_STRING = re.compile(r"<si>(.*?)</si>", re.DOTALL)
_CELL = re.compile(
    r'<c r="(?P<at>[A-Z]+\d+)"(?: s="(?P<style>\d+)")?(?: t="(?P<kind>\w+)")?(?:/>|>(?P<inside>.*?)</c>)'
)
_LIMIT = 80  # lines of a difference; more would not be read


def readable(book: bytes) -> list[str]:
    """Return the parts of a workbook one XML element a line, each cell on one line with its text and formula."""
    package = Package(Path("book.xlsx"), book)
    shared = package.part(_SHARED).decode() if _SHARED in package else ""
    strings = ["".join(re.findall(r"<t[^>]*>([^<]*)", item)) for item in _STRING.findall(shared)]
    lines: list[str] = []
    for name in sorted(package.names):
        if name != _SHARED and re.search(r"\.(xml|rels|vml)$", name):
            part = _CELL.sub(lambda match: _cell(match, strings), package.part(name).decode())
            lines.append(f"== {name}")
            lines += [line.strip() for line in part.replace("<", "\n<").splitlines() if line.strip()]
    return lines


def _cell(match: re.Match[str], strings: list[str]) -> str:
    inside = match["inside"] or ""
    formula, value = re.search(r"<f[^>]*>([^<]*)", inside), re.search(r"<v>([^<]*)", inside)
    shown = value[1] if value else ""
    if match["kind"] == "s" and shown:
        shown = strings[int(shown)]
    # Escaped characters are shown as they are read; a bracket would begin another line.
    text = " ".join(filter(None, [f"={formula[1]}" if formula else "", f"[{shown}]" if shown else ""]))
    return f"\n{match['at']} s{match['style'] or 0} {unescape(text).replace('<', '‹')}\n"


def difference(old: bytes, new: bytes) -> str:
    """Return what differs between two workbooks as a unified difference, empty where nothing does."""
    found = list(difflib.unified_diff(readable(old), readable(new), "stored", "built", lineterm="", n=1))
    return "\n".join([*found[:_LIMIT], *([f"... {len(found) - _LIMIT} lines more"] if len(found) > _LIMIT else [])])


if __name__ == "__main__":
    print("\n".join(readable(open_package(sys.argv[1]).to_bytes())))

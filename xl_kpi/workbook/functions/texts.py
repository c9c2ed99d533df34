"""Texts cut at delimiters: TEXTSPLIT, TEXTBEFORE, TEXTAFTER."""

from __future__ import annotations

from typing import Any

from xl_kpi.language import Text
from xl_kpi.workbook.functions.values import NA, ArrayError, Doubtful, Rows, filling, flag, flat, text_of, whole

_EMPTY = Text("un texte vide à fractionner", "an empty text to split")
_AMBIGUOUS = Text("des séparateurs dont l’un commence comme l’autre", "delimiters of which one begins like the other")


def text_split(
    text: Any, columns: Any = None, rows: Any = None, ignore: Any = None, mode: Any = None, pad: Any = None
) -> Rows:
    """TEXTSPLIT: a text cut at delimiters into columns and rows."""
    content, fold, skip = text_of(text), whole(mode, 0), flag(ignore)
    if columns is None and rows is None:
        raise ArrayError("Value")
    if fold not in (0, 1):
        raise ArrayError("Value")
    if not content:
        raise Doubtful(_EMPTY)
    lines = _cut(content, rows, skip, fold == 1)
    found = [_cut(line, columns, skip, fold == 1) for line in lines]
    found = [line for line in found if line] if skip else found
    width = max(map(len, found), default=0)
    return [line + [filling(pad)] * (width - len(line)) for line in found]


def _cut(text: str, delimiters: Any, skip: bool, fold: bool) -> list[str]:
    if delimiters is None:
        return [text] if text or not skip else []
    marks = [text_of(d) for d in flat(delimiters)]
    if not all(marks):
        raise ArrayError("Value")
    if any(a != b and b.startswith(a) for a in marks for b in marks):
        raise Doubtful(_AMBIGUOUS)
    shown = _folded(text) if fold else text
    marks = [_folded(m) for m in marks] if fold else marks
    pieces, start = [], 0
    while hits := [(at, len(m)) for m in marks if (at := shown.find(m, start)) >= 0]:
        at, length = min(hits)
        pieces.append(text[start:at])
        start = at + length
    pieces.append(text[start:])
    return [p for p in pieces if p or not skip]


def _folded(text: str) -> str:
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def text_before(
    text: Any, mark: Any, instance: Any = None, mode: Any = None, end: Any = None, missing: Any = None
) -> Any:
    """TEXTBEFORE: what stands before a delimiter."""
    content = text_of(text)
    found = _found(content, mark, instance, mode, end, before=True)
    return (NA if missing is None else missing) if found is None else content[: found[0]]


def text_after(
    text: Any, mark: Any, instance: Any = None, mode: Any = None, end: Any = None, missing: Any = None
) -> Any:
    """TEXTAFTER: what stands after a delimiter."""
    content = text_of(text)
    found = _found(content, mark, instance, mode, end, before=False)
    return (NA if missing is None else missing) if found is None else content[found[1] :]


def _found(text: str, mark: Any, instance: Any, mode: Any, end: Any, *, before: bool) -> tuple[int, int] | None:
    """Return where the wanted delimiter starts and ends, None where there is none."""
    wanted, number, fold, at_end = text_of(mark), whole(instance, 1), whole(mode, 0), whole(end, 0)
    if number == 0 or abs(number) > max(len(text), 1) or fold not in (0, 1) or at_end not in (0, 1):
        raise ArrayError("Value")
    if not wanted:
        return (0, 0) if number > 0 else (len(text), len(text))
    shown, wanted = (_folded(text), _folded(wanted)) if fold else (text, wanted)
    hits, start = [], 0
    while (at := shown.find(wanted, start)) >= 0:
        hits.append((at, at + len(wanted)))
        start = at + len(wanted)
    if at_end:
        hits = [*hits, (len(text), len(text))] if number > 0 else [(0, 0), *hits]
    at = number - 1 if number > 0 else number
    return hits[at] if -len(hits) <= at < len(hits) else None

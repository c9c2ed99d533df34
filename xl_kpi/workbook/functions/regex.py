"""REGEXTEST, REGEXEXTRACT and REGEXREPLACE, for what Excel's patterns (PCRE2) and Python's have in common.

Literals, classes, `. ^ $`, groups, alternatives and quantifiers, over ASCII texts of one line; else Doubtful.
"""

from __future__ import annotations

import re
from typing import Any

from xl_kpi.language import Text
from xl_kpi.workbook.functions.language import written
from xl_kpi.workbook.functions.native import Native
from xl_kpi.workbook.functions.values import NA, ArrayError, Doubtful, whole

_PATTERN = Text("une expression régulière qui n’est pas simple", "a regular expression that is not plain")
_ESCAPE = r"\\(?:[dDwWsSbBtn]|[^A-Za-z0-9])"
_IN_CLASS = r"\\(?:[dDwWsStn]|[^A-Za-z0-9])"
_COMMON = re.compile(
    rf"(?:{_ESCAPE}|\[\^?(?:{_IN_CLASS}|[^\\\[\]&|~])+\]|\((?:\?:)?|\)|\||[.^$]"
    r"|(?:[*+?]|\{\d{1,3}(?:,\d{0,3})?\})\??(?![*+?{])|[^\\\[\](){}*+?|.^$])*"
)
_GROUP = re.compile(r"\$(\d)")
_LONGEST = 2_000
_NESTED = re.compile(r"[*+}]\??\)(?:[*+?]|\{)")  # a repetition of repetitions may not end


def _compiled(text: str, pattern: str, case: Any) -> re.Pattern[str]:
    fold = whole(case, 0)
    if fold not in (0, 1):
        raise ArrayError("Value")
    plain = text.isascii() and pattern.isascii() and "\n" not in text and "\r" not in text
    if not plain or not _COMMON.fullmatch(pattern) or _NESTED.search(pattern) or len(text) > _LONGEST:
        raise Doubtful(_PATTERN)
    try:
        return re.compile(pattern, re.IGNORECASE if fold else 0)
    except re.error:
        raise Doubtful(_PATTERN) from None


def regex_test(told: str, text: Any, pattern: Any, case: Any = None) -> bool:
    """REGEXTEST: whether a pattern is found in a text."""
    content = written(text, told)
    return _compiled(content, written(pattern, told), case).search(content) is not None


def regex_extract(told: str, text: Any, pattern: Any, mode: Any = None, case: Any = None) -> Any:
    """REGEXEXTRACT: the first text that a pattern finds; all of them or its groups are not known here."""
    content, wanted = written(text, told), whole(mode, 0)
    if wanted not in (0, 1, 2):
        raise ArrayError("Value")
    if wanted:
        raise Doubtful(_PATTERN)
    found = _compiled(content, written(pattern, told), case).search(content)
    return NA if found is None else found[0]


def regex_replace(
    told: str, text: Any, pattern: Any, replacement: Any, occurrence: Any = None, case: Any = None
) -> str:
    """REGEXREPLACE: a text with what a pattern finds replaced, everywhere or at one occurrence."""
    content, new, at = written(text, told), written(replacement, told), whole(occurrence, 0)
    expression = _compiled(content, written(pattern, told), case)
    bare = _GROUP.sub("", new)
    if "$" in bare or "\\" in bare or any(int(g) > expression.groups for g in _GROUP.findall(new)):
        raise Doubtful(_PATTERN)
    found = list(expression.finditer(content))
    if any(not match[0] for match in found):
        raise Doubtful(_PATTERN)
    chosen = found if at == 0 else found[at - 1 :][:1] if at > 0 else found[at:][:1] if -at <= len(found) else []
    shown, start = "", 0
    for match in chosen:
        shown += content[start : match.start()] + _filled(new, match)
        start = match.end()
    return shown + content[start:]


def _filled(new: str, match: re.Match[str]) -> str:
    return _GROUP.sub(lambda group: match[int(group[1])] or "", new)


TABLE: dict[str, Native] = {
    "REGEXTEST": Native("REGEXTEST", "sss", required=2, call=regex_test, result="any", local=True),
    "REGEXEXTRACT": Native("REGEXEXTRACT", "ssss", required=2, call=regex_extract, result="any", local=True),
    "REGEXREPLACE": Native("REGEXREPLACE", "sssss", required=3, call=regex_replace, result="text", local=True),
}

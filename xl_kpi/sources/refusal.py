"""One wording for every refusal: the file, the line, then what was found and what to do."""

from __future__ import annotations

import re

from xl_kpi.errors import LimitError, UserError

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def refusal(file: str, fr: str, en: str, line: int | None = None) -> UserError:
    """Return the error for a file, at a line when there is one; the caller raises it."""
    return UserError(
        _one_line(f"{_where(file, line, 'ligne')} : {fr}"), _one_line(f"{_where(file, line, 'line')}: {en}")
    )


def over_limit(file: str, name: str, limit: int, fr: str, en: str, line: int | None = None) -> LimitError:
    """Return the error for a limit of `xl_kpi.limits` that a file passes, naming the limit."""
    return LimitError(
        _one_line(f"{_where(file, line, 'ligne')} : {fr} ; la limite {name} est {limit}"),
        _one_line(f"{_where(file, line, 'line')}: {en}; the limit {name} is {limit}"),
    )


def _one_line(text: str) -> str:
    """Replace what would break the line or drive a terminal: the text quotes an untrusted file."""
    return _CONTROLS.sub(" ", text)


def _where(file: str, line: int | None, word: str) -> str:
    return file if not line else f"{file}, {word} {line}"

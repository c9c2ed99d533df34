"""One wording for every refusal: the file, the line, then what was found and what to do."""

from __future__ import annotations

import re

from xl_kpi.errors import LimitError, NotRecognisedError, UserError
from xl_kpi.language import Text

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def refusal(file: str, fr: str, en: str, line: int | None = None) -> UserError:
    """Return the error for a file, at a line when there is one; the caller raises it."""
    return UserError(
        _one_line(f"{_where(file, line, 'ligne')} : {fr}"), _one_line(f"{_where(file, line, 'line')}: {en}")
    )


def not_recognised(
    file: str, fr: str, en: str, line: int | None = None, more: Text | None = None
) -> NotRecognisedError:
    """Return the error for an export that `xl-kpi map` can explain; `more` ends its line, not its reason."""
    reason = Text(_one_line(fr), _one_line(en))
    told = refusal(file, fr + (more.fr if more else ""), en + (more.en if more else ""), line).text
    return NotRecognisedError(told.fr, told.en, reason)


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

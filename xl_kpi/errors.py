"""Excel's error values, and the one family of exceptions that reaches a user."""

from __future__ import annotations

from enum import Enum

from xl_kpi.language import Lang, Text

# COM hands an error cell over as this number plus the error's own code.
COM_ERROR_BASE = -2146828288


class ExcelError(Enum):
    """An error value of Excel: its English name, its French name and its `CVErr` code."""

    NULL = ("#NULL!", "#NUL!", 2000)
    DIV0 = ("#DIV/0!", "#DIV/0!", 2007)
    VALUE = ("#VALUE!", "#VALEUR!", 2015)
    REF = ("#REF!", "#REF!", 2023)
    NAME = ("#NAME?", "#NOM?", 2029)
    NUM = ("#NUM!", "#NOMBRE!", 2036)
    NA = ("#N/A", "#N/A", 2042)
    GETTING_DATA = ("#GETTING_DATA", "#CHARGEMENT_DONNEES", 2043)
    SPILL = ("#SPILL!", "#PROPAGATION!", 2045)
    CONNECT = ("#CONNECT!", "#CONNEXION!", 2046)
    BLOCKED = ("#BLOCKED!", "#BLOQUÉ!", 2047)
    UNKNOWN = ("#UNKNOWN!", "#INCONNU!", 2048)
    FIELD = ("#FIELD!", "#CHAMP!", 2049)
    CALC = ("#CALC!", "#CALC!", 2050)

    def __init__(self, english: str, french: str, code: int) -> None:
        """Keep the names and the code as plain attributes."""
        self.english = english
        self.french = french
        self.code = code

    def __str__(self) -> str:
        """Return the name that a file and an English Excel show."""
        return self.english

    def __repr__(self) -> str:
        """Return the member's name."""
        return f"ExcelError.{self.name}"

    def localized(self, lang: Lang) -> str:
        """Return the name that Excel shows in this language."""
        return self.french if lang == "fr" else self.english

    @property
    def com_value(self) -> int:
        """Return the integer that COM hands over for a cell with this error."""
        return COM_ERROR_BASE + self.code


BY_NAME: dict[str, ExcelError] = {e.english: e for e in ExcelError} | {e.french: e for e in ExcelError}
BY_CODE: dict[int, ExcelError] = {e.code: e for e in ExcelError}
BY_COM_VALUE: dict[int, ExcelError] = {e.com_value: e for e in ExcelError}


class KpiError(ValueError):
    """A KPI is undefined for these numbers: the Excel error, the argument to blame and why."""

    def __init__(self, error: ExcelError, argument: str | None, why: Text) -> None:
        """Build from the error value, the name of the argument at fault and the reason."""
        super().__init__(f"{error}: {why.en}")
        self.error = error
        self.argument = argument
        self.why = why


class UserError(Exception):
    """A mistake or refusal that the user can act on, told in one line in both languages.

    The line names the file, the cell or row, what was found, what was expected and what to do.
    """

    def __init__(self, fr: str, en: str) -> None:
        """Build from the same line in French and in English."""
        super().__init__(en)
        self.text = Text(fr, en)


class NotRecognisedError(UserError):
    """An export of which nobody has said yet what it holds; `reason` tells it without naming the file."""

    def __init__(self, fr: str, en: str, reason: Text) -> None:
        """Build from the whole line and the reason alone."""
        super().__init__(fr, en)
        self.reason = reason


class LimitError(UserError):
    """A file or workbook passes a limit of `xl_kpi.limits`; the line names the limit."""

"""What a formula hands to the KPIs in it: each call with the text of its arguments."""

from __future__ import annotations


def calls_in(formula: str) -> list[tuple[str, list[str]]]:
    """Return the KPI calls of a formula, outer ones first: the function's name and its arguments as written.

    The formula is in Excel's own notation (`=IFERROR(KPI_ROAS(B2,C2),"")`), as COM hands it over.
    """
    from openpyxl.formula.tokenizer import Token, Tokenizer

    calls: list[tuple[str, list[str]]] = []
    around: list[list[str] | None] = []  # for each bracket that is open, the arguments of its KPI call
    for token in Tokenizer(formula).items:
        opens, closes = token.subtype == Token.OPEN, token.subtype == Token.CLOSE
        if closes and around:
            around.pop()
        if token.type == Token.SEP and token.subtype == Token.ARG and around and around[-1] is not None:
            around[-1].append("")
            outer = around[:-1]
        else:
            outer = around
        for arguments in outer:
            if arguments is not None:
                arguments[-1] += token.value
        if opens:
            name = token.value.rstrip("(").rpartition("!")[2].upper()
            arguments = [""] if token.type == Token.FUNC and name.startswith("KPI_") else None
            around.append(arguments)
            if arguments is not None:
                calls.append((name, arguments))
    return [(name, [a.strip() for a in arguments]) for name, arguments in calls]

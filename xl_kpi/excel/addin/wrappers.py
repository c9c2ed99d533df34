"""The VBA that is generated from the catalogue: one short function for each KPI, and the error names."""

from __future__ import annotations

from typing import Final

from xl_kpi.catalog import KPIS, Kpi
from xl_kpi.errors import ExcelError
from xl_kpi.formulas.definition import Parameter

# The names that VBA keeps for itself ([MS-VBAL] 3.3.5.2), in lower case, and those of its statements
# (base, name...) that it may allow but LibreOffice does not.
RESERVED: Final = frozenset(
    """
    abs addressof and any array as attribute base boolean byref byte byval call case cbool cbyte ccur cdate cdbl cdec
    cint circle clng clnglng clngptr close const csng cstr currency cvar cverr date debug decimal declare defbool
    defbyte defcur
    defdate defdbl defdec defint deflng deflnglng deflngptr defobj defsng defstr defvar dim do doevents double
    each else elseif empty end endif enum eqv erase error event exit false fix for friend function get global gosub goto
    if imp implements in input inputb int integer is lbound len lenb let like line linput local lock long longlong
    longptr loop lset me mid midb mod name new next not nothing null object on open option optional or paramarray
    preserve print private property pset public put raiseevent redim rem resume return rset scale seek select set sgn
    shared single spc static stop strict string sub tab then to true type typeof ubound unlock until variant wend while
    with withevents write xor
    """.split()  # noqa: SIM905 - a list of 150 strings would be one a line
)

_LINE: Final = 120
_HEAD: Final = """Option Explicit
' The KPI functions. Generated from the catalogue: each hands its arguments to Python as they are.

#If Mac Then
' Excel for Mac cannot call Python from a cell: without these functions, cells keep their results.
#Else
"""


def functions_module() -> str:
    """Return the VBA module with every KPI function."""
    return _HEAD + "\n" + "\n".join(wrapper(kpi) for kpi in KPIS.values()) + "#End If\n"


def wrapper(kpi: Kpi) -> str:
    """Return the VBA function of one KPI."""
    if kpi.parameters[-1].repeated:  # alone: a test holds it
        (repeated,) = (argument(p) for p in kpi.parameters)
        lines = [
            f"Public Function {kpi.name}(ParamArray {repeated}() As Variant) As Variant",
            "    Dim given As Variant",
            f"    given = {repeated}",
            f'    {kpi.name} = KpiCall("{kpi.name}", given)',
        ]
    else:
        declared = [f"{'Optional ' * p.optional}ByVal {argument(p)} As Variant" for p in kpi.parameters]
        passed = ", ".join(argument(p) for p in kpi.parameters)
        head = f"Public Function {kpi.name}({', '.join(declared)}) As Variant"
        if len(head) > _LINE:
            head = head.replace("(", "( _\n        ").replace(", ", ", _\n        ")
        lines = [head, f'    {kpi.name} = KpiCall("{kpi.name}", Array({passed}))']
    return "\n".join([*lines, "End Function", ""])


def argument(parameter: Parameter) -> str:
    """Return a parameter's name in VBA: with an underscore where VBA keeps the name for itself."""
    return f"{parameter.name}_" if parameter.name in RESERVED else parameter.name


def error_cases() -> str:
    """Return the lines of `Select Case` that turn the names of errors into errors."""
    return "\n".join(f'    Case "{error}": KpiCell = CVErr({error.code})' for error in ExcelError)

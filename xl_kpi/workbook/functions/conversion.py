"""CONVERT: Excel's units, what each is in the first unit of its kind, and which of them take a prefix.

The factors are the definitions of the units; that they are Excel's, and which units take a prefix, is
what Excel stored in a workbook that asks for every unit with and without one.
"""

from __future__ import annotations

from typing import Any

from xl_kpi.language import Text
from xl_kpi.workbook.functions.language import reading
from xl_kpi.workbook.functions.native import Native
from xl_kpi.workbook.functions.values import ArrayError, Doubtful, number, one, text_of

_FOOT, _INCH, _YARD, _MILE, _SEA_MILE = 0.3048, 0.0254, 0.9144, 1609.344, 1852.0
_LIGHT_YEAR, _POINT = 9460730472580800.0, 0.0254 / 72
_TEASPOON = 4.92892159375e-06
# Of each kind: names and size; a star marks those that take a prefix.
_KINDS: dict[str, dict[str, float]] = {
    "mass": {
        "g*": 1, "sg": 14593.902937206363, "lbm": 453.59237, "u*": 1.660538782e-24, "ozm": 28.349523125,
        "grain": 0.06479891, "cwt shweight": 45359.237, "uk_cwt lcwt hweight": 50802.34544, "stone": 6350.29318,
        "ton": 907184.74, "brton LTON uk_ton": 1016046.9088,
    },
    "distance": {
        "m*": 1, "mi": _MILE, "Nmi": _SEA_MILE, "in": _INCH, "ft": _FOOT, "yd": _YARD, "ang*": 1e-10, "ell": 1.143,
        "ly*": _LIGHT_YEAR, "parsec* pc*": 3.0856775812815532e16, "Picapt Pica": _POINT, "pica": 0.0254 / 6,
        "survey_mi": 6336000 / 3937,
    },
    "time": {"yr": 31557600, "day d": 86400, "hr": 3600, "mn min": 60, "sec s": 1},
    "pressure": {
        "Pa* p*": 1, "atm* at*": 101325, "mmHg*": 133.322, "psi": 6894.757293168362, "Torr": 101325 / 760,
    },
    "force": {"N*": 1, "dyn* dy*": 1e-5, "lbf": 4.4482216152605, "pond*": 0.00980665},
    "energy": {
        "J*": 1, "e*": 1e-7, "c*": 4.184, "cal*": 4.1868, "eV* ev*": 1.602176487e-19, "HPh hh": 2684519.537696173,
        "Wh* wh*": 3600, "flb": 1.3558179483314004, "BTU btu": 1055.05585262,
    },
    "power": {"HP h": 745.6998715822702, "PS": 735.49875, "W* w*": 1},
    "magnetism": {"T*": 1, "ga*": 1e-4},
    "volume": {
        "tsp": _TEASPOON, "tspm": 5e-6, "tbs": 3 * _TEASPOON, "oz": 6 * _TEASPOON, "cup": 48 * _TEASPOON,
        "pt us_pt": 96 * _TEASPOON, "uk_pt*": 0.00056826125, "qt": 192 * _TEASPOON, "uk_qt": 0.0011365225,
        "gal": 768 * _TEASPOON, "uk_gal": 0.00454609, "l* L* lt*": 1e-3, "barrel": 0.158987294928,
        "bushel": 0.03523907016688, "GRT regton": 2.8316846592, "MTON": 1.13267386368,
    },
    "area": {
        "uk_acre": 4046.8564224, "us_acre": 4046.872609874252, "ar*": 100, "ha": 10000, "Morgen": 2500,
    },
    "speed": {
        "admkn": 6080 * _FOOT / 3600, "kn": 1852 / 3600, "m/h* m/hr*": 1 / 3600, "m/s* m/sec*": 1, "mph*": 0.44704,
    },
    "information": {"bit*": 1, "byte*": 8},
}  # fmt: skip
_SQUARED = {"ang*": 1e-10, "ft": _FOOT, "in": _INCH, "ly": _LIGHT_YEAR, "m*": 1, "mi": _MILE, "Nmi": _SEA_MILE,
            "Picapt": _POINT, "Pica": _POINT, "yd": _YARD}  # fmt: skip
_PREFIXES = {"Y": 1e24, "Z": 1e21, "E": 1e18, "P": 1e15, "T": 1e12, "G": 1e9, "M": 1e6, "k": 1e3, "h": 100.0,
             "da": 10.0, "e": 10.0, "d": 0.1, "c": 0.01, "m": 1e-3, "u": 1e-6, "n": 1e-9, "p": 1e-12, "f": 1e-15,
             "a": 1e-18, "z": 1e-21, "y": 1e-24}  # fmt: skip
_BINARY = {f"{letter}i": 2.0 ** (10 * (at + 1)) for at, letter in enumerate("kMGTPEZY")}
# A temperature in kelvins is (value + before) * degree.
_TEMPERATURES = {"C": (273.15, 1.0), "cel": (273.15, 1.0), "F": (459.67, 5 / 9), "fah": (459.67, 5 / 9),
                 "K": (0.0, 1.0), "kel": (0.0, 1.0), "Rank": (0.0, 5 / 9), "Reau": (273.15 * 0.8, 1.25)}  # fmt: skip
_UNKNOWN = Text("un préfixe que l’unité n’a peut-être pas", "a prefix that the unit may not take")


def _units() -> dict[str, tuple[str, float, int]]:
    """Return each unit's kind, size, and the power of a prefix that it takes (0 for none)."""
    found = {}
    for kind, sizes in _KINDS.items():
        for names, size in sizes.items():
            for name in names.split():
                found[name.rstrip("*")] = kind, float(size), int(name.endswith("*"))
    for kind, power in (("area", 2), ("volume", 3)):
        for name, size in _SQUARED.items():
            for written in (f"{name.rstrip('*')}{power}", f"{name.rstrip('*')}^{power}"):
                found[written] = kind, float(size) ** power, power if name.endswith("*") else 0
    return found


_UNITS = _units()


def _unit(name: str) -> tuple[str, float]:
    """Return the kind and the size of a unit, with its prefix if it has one."""
    if name in _UNITS:
        return _UNITS[name][:2]
    for prefixes in (_PREFIXES, _BINARY):
        for prefix, factor in prefixes.items():
            bare = name.removeprefix(prefix)
            if bare == name or bare not in _UNITS:
                continue
            kind, size, power = _UNITS[bare]
            if kind == "time" and factor < 1:
                raise Doubtful(_UNKNOWN)
            if power and (prefixes is _PREFIXES or kind == "information"):
                return kind, size * factor**power
    raise ArrayError("Na")


def _kelvins(name: str) -> tuple[float, float] | None:
    if name in _TEMPERATURES:
        return _TEMPERATURES[name]
    for prefix, factor in _PREFIXES.items():
        if name in (f"{prefix}K", f"{prefix}kel"):
            return 0.0, factor
    return None


def convert(value: Any, source: Any, target: Any) -> float:
    """CONVERT: a number from one unit to another of its kind; #N/A for a unit that Excel does not know."""
    given, units = number(value), (text_of(source), text_of(target))
    if isinstance(one(value), bool):
        raise ArrayError("Value")
    before, after = map(_kelvins, units)
    if before and after:
        return given if units[0] == units[1] else (given + before[0]) * before[1] / after[1] - after[0]
    if before or after:
        raise ArrayError("Na")
    (kind, size), (other, unit) = map(_unit, units)
    if kind != other:
        raise ArrayError("Na")
    return given if units[0] == units[1] else given * (size / unit)


TABLE: dict[str, Native] = {"CONVERT": Native("CONVERT", "Dss", local=True, call=reading(1, convert))}

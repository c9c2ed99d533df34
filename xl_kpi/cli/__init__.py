"""The command line: `xl-kpi`, also `python -m xl_kpi`.

Every command exits 0 on success, 1 where `check` finds something, and 2 on wrong usage or refused
input, with one line on standard error.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import locale
import os
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from xl_kpi import __version__
from xl_kpi.cli.terminal import Terminal
from xl_kpi.errors import UserError
from xl_kpi.language import LANGUAGES, Lang, Text

_COMMANDS = {
    "demo": Text("du premier export au classeur recalculé, en une commande", "from exports to a recalculated workbook"),
    "kpis": Text("le catalogue des KPI", "the catalogue of KPIs"),
    "explain": Text("définition, formule, unité, erreurs et exemples d’un KPI", "what a KPI is, with examples"),
    "calc": Text("une formule, comme la montrerait une cellule", "one formula, as a cell would show it"),
    "new": Text("un classeur à partir d’un modèle", "a workbook from a template"),
    "import": Text("des exports dans les tables d’un classeur", "exports into a workbook’s data tables"),
    "refresh": Text("importer, agréger, recalculer", "import, aggregate, recalculate"),
    "map": Text("dire une fois ce que sont les colonnes d’un fichier", "say once what the columns of a file are"),
    "undo": Text("revenir à l’état d’avant la dernière actualisation", "go back to the state before the last refresh"),
    "watch": Text("actualiser dès qu’un export arrive dans un dossier", "refresh when an export arrives in a folder"),
    "recalc": Text("recalculer un classeur sans Excel", "recalculate a workbook without Excel"),
    "share": Text("une copie qui s’ouvre sans le complément", "a copy that opens without the add-in"),
    "check": Text("ce qui ne va pas dans un classeur", "what is wrong in a workbook"),
    "addin": Text("le complément Excel", "the Excel add-in"),
}


_GC_THRESHOLD = 50_000  # new objects; to import the catalogue makes that many, and none of them goes

# What argparse itself says.
_FRENCH_HELP = {
    "usage: ": "utilisation\u00a0: ",
    "positional arguments:": "arguments\u00a0:",
    "options:": "options\u00a0:",
    "show this help message and exit": "montrer cette aide",
    "show program's version number and exit": "montrer la version",
}
_FRENCH_ERRORS = {
    r"the following arguments are required: (.*)": r"il manque \1",
    r"unrecognized arguments: (.*)": "argument inconnu\u00a0: \\1",
    r"argument (.*): invalid choice: (.*) \(choose from (.*)\)": "\\1\u00a0: \\2 n’est pas au choix (\\3)",
    r"argument (.*): expected (?:one|at least one) argument": r"\1 demande une valeur",
    r"argument (.*): invalid \S+ value: (.*)": "\\1\u00a0: valeur illisible \\2",
}


class _Parser(argparse.ArgumentParser):
    """A parser whose complaint is one line, like every other refusal."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message} ({self.prog} --help)\n")


class _FrenchParser(argparse.ArgumentParser):
    """The same in French, argparse's own words included."""

    def error(self, message: str) -> NoReturn:
        for said, french in _FRENCH_ERRORS.items():
            message = re.sub(said, french, message)
        self.exit(2, f"{self.prog}\u00a0: {message} ({self.prog} --help)\n")

    def format_help(self) -> str:
        text = super().format_help()
        for said, french in _FRENCH_HELP.items():
            text = text.replace(said, french)
        return text


def _moment(text: str) -> dt.datetime:
    """Return a day or a moment, written 2025-01-31 or 2025-01-31T18:00; the clock of a workbook has no time zone."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=None)


def default_language() -> Lang:
    """Return the language of `XL_KPI_LANG`, else of the system; French where that says nothing."""
    said = os.environ.get("XL_KPI_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG")
    said = (said or locale.getlocale()[0] or "").lower()
    return "en" if said.startswith("en") else "fr"


def _language_asked(arguments: Sequence[str]) -> Lang:
    """Return the language in which to speak before the arguments are parsed."""
    for before, after in zip(arguments, [*arguments[1:], ""], strict=False):
        word = after if before == "--lang" else before.removeprefix("--lang=") if "--lang=" in before else ""
        if word in LANGUAGES:
            return "fr" if word == "fr" else "en"
    return default_language()


def parser(lang: Lang) -> argparse.ArgumentParser:
    """Return the parser of all commands, its help in one language."""

    def t(fr: str, en: str) -> str:
        return Text(fr, en)[lang].replace("%", "%%")

    of_language = _FrenchParser if lang == "fr" else _Parser
    common = of_language(add_help=False)
    common.add_argument("--lang", choices=LANGUAGES, help=t("langue (fr ou en)", "language (fr or en)"))
    common.add_argument("--json", action="store_true", help=t("résultat en JSON", "result as JSON"))
    top = of_language(prog="xl-kpi", description=t("Les KPI marketing dans Excel.", "Marketing KPIs in Excel."))
    top.add_argument("--version", action="version", version=f"xl-kpi {__version__}")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=of_language)

    def command(name: str) -> argparse.ArgumentParser:
        about = _COMMANDS[name][lang]
        return commands.add_parser(name, parents=[common], help=about, description=about[0].upper() + about[1:] + ".")

    demo = command("demo")
    demo.add_argument("--out", type=Path, metavar="DIR", default=Path("xl-kpi-demo"), help=t("dossier", "folder"))
    kpis = command("kpis")
    kpis.add_argument("family", nargs="?", metavar="FAMILY", help=t("une famille de KPI", "a family of KPIs"))
    explain = command("explain")
    explain.add_argument("kpi", metavar="KPI", help=t("nom, par exemple KPI_ROAS", "name, for instance KPI_ROAS"))
    calc = command("calc")
    calc.add_argument("formula", metavar="FORMULA", help=t("par exemple", "for instance") + " 'KPI_ROAS(1200,300)'")
    new = command("new")
    new.add_argument("template", metavar="TEMPLATE", help=t("modèle, par exemple cockpit", "for instance cockpit"))
    new.add_argument("out", type=Path, metavar="OUT.xlsx", help=t("classeur à créer", "workbook to create"))
    sample = t("rempli avec les données de la société fictive", "filled with the sample company’s data")
    new.add_argument("--sample", action="store_true", help=sample)
    _workbook_commands(command, t)
    about = _COMMANDS["addin"][lang]
    actions = commands.add_parser("addin", help=about, description=about).add_subparsers(
        dest="action", required=True, metavar="ACTION", parser_class=of_language
    )
    build = actions.add_parser("build", parents=[common], help=t("construire le fichier", "build the file"))
    build.add_argument("out", type=Path, metavar="OUT.xlam", help=t("complément à écrire", "add-in to write"))
    installing = actions.add_parser("install", parents=[common], help=t("l’installer pour moi", "install it for me"))
    outside = t("Excel ne lance rien : je lance xl-kpi addin serve", "Excel starts nothing: I run xl-kpi addin serve")
    installing.add_argument("--server", action="store_true", help=outside)
    actions.add_parser("remove", parents=[common], help=t("le désinstaller", "uninstall it"))
    actions.add_parser("doctor", parents=[common], help=t("dire ce qui l’empêche de marcher", "say what is in its way"))
    actions.add_parser("serve", parents=[common], help=t("répondre à Excel (--server)", "answer Excel (--server)"))
    return top


def _workbook_commands(command: Callable[[str], argparse.ArgumentParser], t: Callable[[str, str], str]) -> None:
    """Add the commands that work on a workbook."""
    book: dict[str, Any] = {
        "type": Path,
        "metavar": "BOOK",
        "help": t("classeur Excel (.xlsx, .xlsm)", "Excel workbook (.xlsx, .xlsm)"),
    }
    files: dict[str, Any] = {
        "type": Path,
        "metavar": "FILE",
        "help": t("export, ou dossier d’exports", "export, or folder of exports"),
    }
    out = t("écrire ici plutôt que dans le classeur", "write here instead of into the workbook")

    importing = command("import")
    importing.add_argument("book", **book)
    importing.add_argument("files", nargs="+", **files)
    refresh = command("refresh")
    refresh.add_argument("book", **book)
    refresh.add_argument("files", nargs="*", **files)
    declared = t("requête déclarée à côté du classeur", "query declared beside the workbook")
    refresh.add_argument("--query", action="append", default=[], metavar="NAME", help=declared)
    for sub in (importing, refresh):
        sub.add_argument("--since", metavar="DATE", help=t("premier jour (2025-01-31)", "first day (2025-01-31)"))
        sub.add_argument("--until", metavar="DATE", help=t("dernier jour (2025-12-31)", "last day (2025-12-31)"))
        sub.add_argument("--dry-run", action="store_true", help=t("montrer sans rien écrire", "show, write nothing"))
    _add_map(command("map"), book, t)
    command("undo").add_argument("book", **book)
    watch = command("watch")
    watch.add_argument("folder", type=Path, metavar="DIR", help=t("dossier d’exports", "folder of exports"))
    watch.add_argument("book", **book)
    every = t("secondes entre deux regards (5)", "seconds between two looks (5)")
    watch.add_argument("--every", type=float, metavar="SECONDS", default=5.0, help=every)
    recalc = command("recalc")
    recalc.add_argument("book", **book)
    recalc.add_argument("--out", type=Path, metavar="FILE", help=out)
    fast = t("sans second moteur : garder ce qu’il confirmerait", "no second engine: keep what it would confirm")
    recalc.add_argument("--fast", action="store_true", help=fast)
    recalc.add_argument(
        "--now", type=_moment, metavar="TIME", help=t("pour AUJOURDHUI et MAINTENANT", "for TODAY and NOW")
    )
    recalc.add_argument("--seed", type=int, metavar="N", help=t("graine de ALEA", "seed of RAND"))
    share = command("share")
    share.add_argument("book", **book)
    share.add_argument("out", type=Path, metavar="OUT", help=t("copie à écrire", "copy to write"))
    every = t("remplacer toutes les formules par leurs valeurs", "replace every formula by its value")
    share.add_argument("--values", action="store_true", help=every)
    check = command("check")
    check.add_argument("book", **book)
    one = t("une cellule expliquée jusqu’aux données, par exemple", "one cell explained down to the data, for instance")
    check.add_argument("--cell", metavar="CELL", help=f"{one} 'Board!C4'")


def _add_map(mapping: argparse.ArgumentParser, book: dict[str, Any], t: Callable[[str, str], str]) -> None:
    """Add the options of `map`."""
    mapping.add_argument(
        "file", type=Path, metavar="FILE", help=t("CSV, TSV, XLSX, Parquet", "CSV, TSV, XLSX, Parquet")
    )
    mapping.add_argument("--table", metavar="TABLE", help=t("table, par exemple orders", "table, for instance orders"))
    column = t("colonne d’un champ (répétable)", "column of a field (repeatable)")
    mapping.add_argument("--set", action="append", default=[], metavar="FIELD=COLUMN", help=column)
    constant = t("valeur de toutes les lignes (répétable)", "value of every row (repeatable)")
    mapping.add_argument("--constant", action="append", default=[], metavar="FIELD=VALUE", help=constant)
    mapping.add_argument("--decimal", choices=[".", ","], help=t("séparateur décimal", "decimal separator"))
    mapping.add_argument("--dates", choices=["dmy", "mdy"], help=t("jour ou mois d’abord", "day or month first"))
    mapping.add_argument("--book", **(book | {"help": t("noter à côté de ce classeur", "note beside this workbook")}))
    mapping.add_argument("--yes", action="store_true", help=t("noter sans demander", "note without asking"))


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # what nothing here needs takes a while to start
    gc.set_threshold(_GC_THRESHOLD)
    arguments = list(sys.argv[1:] if argv is None else argv)
    options = parser(_language_asked(arguments)).parse_args(arguments)
    terminal = Terminal(options.lang or default_language(), as_json=options.json)
    try:
        return _run(options, terminal)
    except UserError as problem:
        terminal.error(problem.text)
        return 2
    except BrokenPipeError:  # the reader of a pipe has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _run(options: argparse.Namespace, terminal: Terminal) -> int:
    from xl_kpi.cli import commands  # heavy parts load only for the command that needs them

    run: Any = getattr(commands, {"import": "import_", "map": "map_"}.get(options.command, options.command))
    return int(run(options, terminal) or 0)

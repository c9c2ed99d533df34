"""A file into sheets: a text, the worksheets of an Excel workbook, or the texts and workbooks of an archive."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path, PurePosixPath

from xl_kpi.limits import Limits
from xl_kpi.sources.encoding import check_lines, decode
from xl_kpi.sources.large_text import open_large
from xl_kpi.sources.refusal import over_limit, refusal
from xl_kpi.sources.sheets import DelimitedText, Sheet
from xl_kpi.sources.typed import parquet_sheet, workbook_sheets
from xl_kpi.sources.unpacking import Content, damaged_archive, entries, entry_content, gunzipped

_ZIP, _OLE, _GZIP, _PARQUET = b"PK", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"PAR1"


def open_sheets(path: Path, limits: Limits) -> list[Sheet]:
    """Open a file: one sheet for a text, one per worksheet or archived file, whatever the extension.

    Raises:
        UserError: no such file; a web page, an old or protected workbook; empty or cut.
        LimitError: a limit on size is passed.
    """
    try:
        size = path.stat().st_size
        content = Content(path.name, path) if size > limits.plain_bytes else Content(path.name, data=path.read_bytes())
        content.start()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise refusal(path.name, f"lecture impossible ({reason})", f"it cannot be read ({reason})") from None
    if size > limits.large_bytes:
        fr, en = f"le fichier fait {size} octets", f"it has {size} bytes"
        raise over_limit(path.name, "large_bytes", limits.large_bytes, fr, en)
    return _sheets_of(content, limits)


def _sheets_of(content: Content, limits: Limits, *, archived: bool = False) -> list[Sheet]:
    start = content.start()
    if start.startswith(_ZIP):
        found = entries(content, limits)
        if any(e.filename == "xl/workbook.xml" for e in found):
            return workbook_sheets(content, {e.filename: e.file_size for e in found}, limits)
        return _archived_sheets(_once(content, archived), found, limits)
    if start.startswith(_GZIP):
        return _sheets_of(gunzipped(_once(content, archived), limits), limits, archived=True)
    if start.startswith(_PARQUET):
        return [parquet_sheet(content, limits)]
    if start.startswith(_OLE):
        raise refusal(
            content.name,
            "ancien classeur .xls ou classeur protégé ; enregistrez en .xlsx sans mot de passe ou en CSV",
            "an old .xls or a protected workbook; save it as .xlsx without password or as CSV",
        )
    if content.path is not None:
        return [open_large(content, limits)]
    data = content.whole(limits)
    check_lines(content.name, io.BytesIO(data), len(data), limits)
    return [DelimitedText(content.name, *decode(data, content.name), limits)]


def _once(content: Content, archived: bool) -> Content:
    if archived:
        raise refusal(
            content.name,
            "archive dans une archive ; décompressez-la et donnez les fichiers qu’elle contient",
            "an archive inside an archive; unpack it and give the files inside",
        )
    return content


def _archived_sheets(content: Content, found: list[zipfile.ZipInfo], limits: Limits) -> list[Sheet]:
    file, sheets = content.name, list[Sheet]()
    with content.open() as stream, zipfile.ZipFile(stream) as archive:
        for entry in found:
            name = PurePosixPath(entry.filename.replace("\\", "/"))
            hidden = any(part.startswith((".", "__MACOSX")) for part in name.parts)
            if entry.filename.endswith("/") or hidden or not entry.file_size:
                continue
            inside = entry_content(archive, entry, f"{file} [{name.name}]", limits)
            if not inside.size:
                raise damaged_archive(inside.name)
            sheets += _sheets_of(inside, limits, archived=True)
    if not sheets:
        raise refusal(file, "l’archive est vide ; téléchargez-la de nouveau", "the archive is empty; download it again")
    return sheets

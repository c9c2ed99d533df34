"""What is packed, unpacked under limits: small things in memory, large ones in a folder that goes when they do."""

from __future__ import annotations

import gzip
import io
import shutil
import tempfile
import weakref
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from xl_kpi.errors import UserError
from xl_kpi.limits import Limits
from xl_kpi.sources.refusal import over_limit, refusal

_CHUNK = 1 << 20
_ENCRYPTED = 0x1


class Folder:
    """A temporary folder, deleted with the last sheet that reads from it."""

    def __init__(self) -> None:
        """Make the folder."""
        self.path = Path(tempfile.mkdtemp(prefix="xl-kpi-"))
        weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of a file: at a path, or in memory; `name` is what refusals show."""

    name: str
    path: Path | None = None
    data: bytes = b""
    folder: Folder | None = None  # that the path is in, where it was unpacked

    @property
    def size(self) -> int:
        """Return the number of bytes."""
        return self.path.stat().st_size if self.path else len(self.data)

    def open(self) -> IO[bytes]:
        """Return a stream of the bytes."""
        return self.path.open("rb") if self.path else io.BytesIO(self.data)

    def start(self, size: int = 8) -> bytes:
        """Return the first bytes."""
        with self.open() as stream:
            return stream.read(size)

    def whole(self, limits: Limits) -> bytes:
        """Return all bytes; LimitError where there are too many to hold."""
        if self.size > limits.export_bytes:
            fr, en = f"le fichier fait {self.size} octets", f"it has {self.size} bytes"
            raise over_limit(self.name, "export_bytes", limits.export_bytes, fr, en)
        return self.path.read_bytes() if self.path else self.data


def unpacked(name: str, stream: IO[bytes] | gzip.GzipFile, packed: int, limits: Limits) -> Content:
    """Read a stream that unpacks, into memory or, where it is large, into a folder.

    Raises:
        UserError: it is damaged or cut short.
        LimitError: it unpacks to too much.
    """
    most = min(limits.expanded_bytes, max(packed * limits.expansion, limits.plain_bytes))
    limit = "expansion" if most < limits.expanded_bytes else "expanded_bytes"
    try:
        data = stream.read(limits.plain_bytes + 1)
        if len(data) <= limits.plain_bytes:
            return Content(name, data=data)
        folder, count = Folder(), len(data)
        path = folder.path / "unpacked"
        with path.open("wb") as out:
            while data:
                if count > most:
                    fr, en = f"le fichier se décompresse en plus de {most} octets", f"it unpacks to more than {most}"
                    raise over_limit(name, limit, getattr(limits, limit), fr, f"{en} bytes")
                out.write(data)
                data = stream.read(_CHUNK)
                count += len(data)
    except UserError:
        raise
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError):
        raise damaged_archive(name) from None
    return Content(name, path, folder=folder)


def gunzipped(content: Content, limits: Limits) -> Content:
    """Return what a .gz holds."""
    with content.open() as packed, gzip.GzipFile(fileobj=packed) as stream:
        return unpacked(content.name, stream, content.size, limits)


def entries(content: Content, limits: Limits) -> list[zipfile.ZipInfo]:
    """Return the entries of a ZIP archive.

    Raises:
        UserError: it is damaged or protected.
        LimitError: it holds too much.
    """
    try:
        with content.open() as stream, zipfile.ZipFile(stream) as archive:
            found = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise damaged_archive(content.name) from None
    ratios = [e.file_size // max(e.compress_size, 1) for e in found if e.file_size > limits.plain_bytes]
    parts = [e.file_size for e in found if e.filename.startswith("xl/") and "/worksheets/" not in e.filename]
    measured = (
        ("entries", len(found), limits.entries),
        ("expanded_bytes", sum(e.file_size for e in found), limits.expanded_bytes),
        ("expansion", max(ratios, default=0), limits.expansion),
        ("entry_bytes", max(parts, default=0), limits.entry_bytes),  # the parts of a workbook that are held
    )
    for name, count, limit in measured:
        if count > limit:
            raise over_limit(content.name, name, limit, f"l’archive contient {count}", f"the archive holds {count}")
    if any(e.flag_bits & _ENCRYPTED for e in found):
        raise refusal(
            content.name,
            "archive protégée par un mot de passe ; décompressez-la et donnez le fichier",
            "an archive protected by a password; unpack it and give the file",
        )
    return found


def entry_content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, limits: Limits) -> Content:
    """Return what one entry of an archive holds."""
    try:
        stream = archive.open(entry)
    except Exception:  # noqa: BLE001  (zlib, bz2, lzma and zipfile each raise their own)
        raise damaged_archive(name) from None
    with stream:
        return unpacked(name, stream, entry.compress_size, limits)


def damaged_archive(file: str) -> UserError:
    """Return the refusal of an archive that does not unpack."""
    return refusal(file, "archive abîmée ; téléchargez-la de nouveau", "a damaged archive; download it again")

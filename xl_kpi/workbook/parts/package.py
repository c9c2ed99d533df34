"""Reading a workbook's package under limits, and writing it back with only the changed parts new."""

from __future__ import annotations

import contextlib
import io
import posixpath
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from xl_kpi.errors import LimitError, UserError
from xl_kpi.language import Text
from xl_kpi.limits import DEFAULT, MIB, Limits
from xl_kpi.workbook.parts.save import ensure_not_open, write_atomically
from xl_kpi.workbook.parts.xmltext import deeper_than

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_CHUNK = 1 << 20
CONTENT_TYPES = "[Content_Types].xml"
_XML_NAME = re.compile(r"\.(xml|rels|vml)$", re.IGNORECASE)
_DTD = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_LARGE = 4 * MIB  # of a part: little more than half the time, for a file a tenth larger
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f]")
# The content type of the main part of a workbook, template or add-in, with or without macros.
_WORKBOOK_TYPE = re.compile(rb"spreadsheetml\.(sheet|template)\.main|ms-excel\.(sheet|template|addin)\.macroEnabled")


class Package:
    """A workbook's parts in memory, in file order.

    `part` reads, `replace` and `remove` change; `save` writes everything or nothing.
    """

    def __init__(self, path: Path, raw: bytes, limits: Limits = DEFAULT, *, trusted: bool = False) -> None:
        """Read every part of the package; raises UserError or LimitError on what is refused.

        With `trusted` the XML of the parts is not looked at: another package has done so.
        """
        self.path = path
        self.limits = limits
        self.trusted = trusted
        self._raw = raw
        self._infos, self._parts = _read(path, raw, limits, trusted=trusted)
        self._changed: set[str] = set()

    @property
    def changed(self) -> bool:
        """Tell whether any part differs from the file."""
        return bool(self._changed)

    @property
    def changed_parts(self) -> dict[str, bytes]:
        """Return the parts that differ from the file's."""
        return {name: self._parts[name] for name in self._parts if name in self._changed}

    @property
    def names(self) -> list[str]:
        """Return the part names in file order."""
        return list(self._parts)

    def __contains__(self, name: str) -> bool:
        """Tell whether the package has this part."""
        return name in self._parts

    def part(self, name: str) -> bytes:
        """Return a part's bytes; UserError when the package lacks it."""
        try:
            return self._parts[name]
        except KeyError:
            raise UserError(
                f"{self.path.name}\u00a0: classeur abîmé, la partie {name} manque.",
                f"{self.path.name}: damaged workbook, part {name} is missing.",
            ) from None

    def replace(self, name: str, data: bytes) -> None:
        """Give an existing part new bytes; the same bytes change nothing."""
        if self.part(name) != data:
            self._parts[name] = data
            self._changed.add(name)

    def add(self, name: str, data: bytes) -> None:
        """Add a part; its content type and its relationships are the caller's business."""
        self._infos[name] = zipfile.ZipInfo(name)  # without a date: the same parts give the same bytes
        self._infos[name].compress_type = zipfile.ZIP_DEFLATED
        self._parts[name] = data
        self._changed.add(name)

    def remove(self, name: str) -> None:
        """Remove a part, its content type and the relationships that point at it."""
        if name not in self._parts:
            return
        del self._parts[name]
        self._changed.add(name)
        override = re.compile(rb"<(?:\w+:)?Override\b[^>]*?PartName=[\"']/%s[\"'][^>]*?/>" % re.escape(name.encode()))
        self._parts[CONTENT_TYPES] = override.sub(b"", self._parts[CONTENT_TYPES])
        self._changed.add(CONTENT_TYPES)
        for rels in [n for n in self._parts if n.endswith(".rels")]:
            self._parts[rels] = _without_target(rels, self._parts[rels], name)
            self._changed.add(rels)

    def to_bytes(self) -> bytes:
        """Return the whole file; the same parts always give the same bytes."""
        if not self._changed:
            return self._raw
        self._check_sizes()
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in self._parts.items():
                old = self._infos[name]
                info = zipfile.ZipInfo(old.filename, old.date_time)
                info.compress_type = old.compress_type
                info.external_attr = old.external_attr
                info.create_system = old.create_system
                archive.writestr(info, data, compresslevel=6 if len(data) < _LARGE else 4)
        return buffer.getvalue()

    def save(self, path: Path | None = None) -> bool:
        """Save over the file it came from, or elsewhere; returns whether a file was written.

        Nothing is written when nothing changed and the target is the file itself. A target open
        in Excel, changed by someone since it was read, or one that cannot be replaced, is a UserError
        and stays as it was.
        """
        target = self.path if path is None else path
        same = target.resolve() == self.path.resolve()
        if same and not self._changed:
            return False
        ensure_not_open(target)
        if same:
            self.ensure_unchanged()
        data = self.to_bytes()
        write_atomically(target, data)
        if same:
            self._raw = data
        return True

    def ensure_unchanged(self) -> None:
        """Raise UserError when the file is no longer what was read: saving would undo what someone did there."""
        if self.path.exists() and self.path.read_bytes() != self._raw:
            raise _refused(
                self.path,
                "le fichier a été modifié par quelqu’un pendant le travail\u00a0; rien n’a été écrit. Recommencez.",
                "the file was changed by someone in the meantime; nothing was written. Try again.",
            )

    def _check_sizes(self) -> None:
        total = 0
        for name, data in self._parts.items():
            _check_entry(self.path, name, len(data), self.limits)
            total += len(data)
        _check_total(self.path, total, self.limits)


def open_package(path: str | Path, limits: Limits = DEFAULT) -> Package:
    """Open a .xlsx, .xlsm, .xltx or .xltm under limits.

    Raises UserError for a missing, encrypted, legacy or damaged file, LimitError naming the limit.
    """
    path = Path(path)
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):  # a pipe would never end, nor would some devices
            raise _unreadable(path, Text("ce n’est pas un fichier", "not a file"))
        if found.st_size > limits.workbook_bytes:
            raise over_limit(path.name, "workbook_bytes", found.st_size, limits.workbook_bytes)
        raw = path.read_bytes()
    except FileNotFoundError:
        raise UserError(f"{path}\u00a0: fichier introuvable.", f"{path}: no such file.") from None
    except OSError as error:
        raise _unreadable(path, Text(error.strerror or "", error.strerror or "")) from None
    return Package(path, raw, limits)


def _unreadable(path: Path, why: Text) -> UserError:
    """Return the refusal of a file that cannot be read."""
    return UserError(
        f"{path}\u00a0: fichier illisible ({why.fr}). Fermez-le s’il est ouvert, vérifiez vos droits.",
        f"{path}: cannot be read ({why.en}). Close it if it is open, check your rights.",
    )


@contextlib.contextmanager
def naming(file: str) -> Iterator[None]:
    """Put the file's name in front of a refusal that names only a part of it."""
    try:
        yield
    except UserError as refusal:
        if file in refusal.text.en:
            raise
        raise type(refusal)(f"{file}\u00a0: {refusal.text.fr}", f"{file}: {refusal.text.en}") from None


def _without_target(rels: str, data: bytes, name: str) -> bytes:
    """Return a relationships part without those whose target is the part `name`."""
    folder = posixpath.dirname(posixpath.dirname(rels))

    def sub(match: re.Match[bytes]) -> bytes:
        target = re.search(rb"""\sTarget=["']([^"']*)["']""", match[0])
        path = posixpath.normpath(posixpath.join("/", folder, target[1].decode())) if target else ""
        return b"" if path == f"/{name}" else match[0]

    return re.sub(rb"<(?:\w+:)?Relationship\b[^>]*?/>", sub, data)


def over_limit(name: str, limit: str, found: int, allowed: int) -> LimitError:
    """Return the refusal that names a file, the limit it passes, what was found and what is allowed."""

    def shown(number: int) -> str:
        return f"{number / MIB:.0f} MiB" if limit.endswith("bytes") else str(number)

    return LimitError(
        f"{name}\u00a0: refusé, limite {limit}\u00a0: {shown(found)} trouvés, {shown(allowed)} au plus.",
        f"{name}: refused, limit {limit}: found {shown(found)}, at most {shown(allowed)}.",
    )


def _check_entry(path: Path, entry: str, size: int, limits: Limits) -> None:
    if size > limits.entry_bytes:
        raise over_limit(f"{path.name} ({entry})", "entry_bytes", size, limits.entry_bytes)


def _check_total(path: Path, size: int, limits: Limits) -> None:
    if size > limits.total_bytes:
        raise over_limit(path.name, "total_bytes", size, limits.total_bytes)


def _refused(path: Path, fr: str, en: str) -> UserError:
    return UserError(f"{path.name}\u00a0: {fr}", f"{path.name}: {en}")


def _not_a_package(path: Path, raw: bytes) -> UserError:
    if raw.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in raw:
            return _refused(
                path,
                "classeur protégé par un mot de passe. Ouvrez-le dans Excel, retirez le mot de passe, enregistrez.",
                "workbook encrypted with a password. Open it in Excel, remove the password, save.",
            )
        return _refused(
            path,
            "ancien format .xls. Ouvrez-le dans Excel et enregistrez-le en .xlsx.",
            "legacy .xls format. Open it in Excel and save it as .xlsx.",
        )
    return _refused(
        path,
        "ce n’est pas un classeur Excel (.xlsx, .xlsm, .xltx ou .xltm), ou il est abîmé.",
        "not an Excel workbook (.xlsx, .xlsm, .xltx or .xltm), or damaged.",
    )


def _read(
    path: Path, raw: bytes, limits: Limits, *, trusted: bool
) -> tuple[dict[str, zipfile.ZipInfo], dict[str, bytes]]:
    if len(raw) > limits.workbook_bytes:
        raise over_limit(path.name, "workbook_bytes", len(raw), limits.workbook_bytes)
    infos: dict[str, zipfile.ZipInfo] = {}
    parts: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            if len(archive.infolist()) > limits.entries:
                raise over_limit(path.name, "entries", len(archive.infolist()), limits.entries)
            _check_names(path, archive.infolist())
            entries = [i for i in archive.infolist() if not i.is_dir()]
            total = 0
            for info in entries:
                data = _inflate(path, archive, info, limits, total)
                total += len(data)
                if not trusted:
                    _check_xml(path, info.filename, data, limits)
                infos[info.filename], parts[info.filename] = info, data
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError, RuntimeError):
        raise _not_a_package(path, raw) from None
    _check_kind(path, raw, parts)
    return infos, parts


def _check_names(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    seen: set[str] = set()
    for info in entries:
        name = info.filename
        pieces = name.split("/")
        odd = not name or "\\" in info.orig_filename or _UNPRINTABLE.search(info.orig_filename)
        if odd or name.startswith("/") or ":" in pieces[0] or {".", ".."}.intersection(pieces):
            raise _refused(
                path, f"chemin interdit dans l’archive\u00a0: {name!r}.", f"forbidden path inside: {name!r}."
            )
        if name.lower() in seen:
            raise _refused(path, f"entrée en double dans l’archive\u00a0: {name}.", f"duplicate entry inside: {name}.")
        if info.flag_bits & 0x1:
            raise _refused(
                path,
                "archive protégée par un mot de passe. Enregistrez le classeur sans mot de passe.",
                "archive encrypted with a password. Save the workbook without a password.",
            )
        if info.compress_type not in _METHODS:
            raise _refused(
                path,
                f"compression inconnue dans l’archive\u00a0: {name}. Enregistrez le classeur dans Excel.",
                f"unknown compression inside: {name}. Save the workbook in Excel.",
            )
        seen.add(name.lower())


def _inflate(path: Path, archive: zipfile.ZipFile, info: zipfile.ZipInfo, limits: Limits, before: int) -> bytes:
    # The sizes in the directory are claims; only what comes out while inflating counts.
    chunks: list[bytes] = []
    size = 0
    with archive.open(info) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            _check_entry(path, info.filename, size, limits)
            _check_total(path, before + size, limits)
            chunks.append(chunk)
    return b"".join(chunks)


def _check_xml(path: Path, name: str, data: bytes, limits: Limits) -> None:
    if not _XML_NAME.search(name):
        return
    probe = data.replace(b"\x00", b"")  # the same text in UTF-16 or UTF-32
    if _DTD.search(probe if b"\x00" in data[:64] else data):
        raise _refused(
            path,
            f"DOCTYPE ou entité XML interdits dans {name}.",
            f"DOCTYPE or XML entities are refused, found in {name}.",
        )
    if deeper_than(data, limits.xml_depth):
        raise over_limit(f"{path.name} ({name})", "xml_depth", limits.xml_depth + 1, limits.xml_depth)


def _check_kind(path: Path, raw: bytes, parts: dict[str, bytes]) -> None:
    types = parts.get(CONTENT_TYPES, b"").replace(b"\x00", b"")  # whatever its encoding
    if "xl/workbook.bin" in parts or b"ms-excel.sheet.binary" in types:
        raise _refused(
            path,
            "format binaire .xlsb. Ouvrez-le dans Excel et enregistrez-le en .xlsx.",
            "binary .xlsb format. Open it in Excel and save it as .xlsx.",
        )
    if parts.get("mimetype", b"").startswith(b"application/vnd.oasis.opendocument"):
        raise _refused(
            path,
            "format OpenDocument (.ods). Ouvrez-le et enregistrez-le en .xlsx.",
            "OpenDocument format (.ods). Open it and save it as .xlsx.",
        )
    if not _WORKBOOK_TYPE.search(types) or "_rels/.rels" not in parts:
        raise _not_a_package(path, raw)

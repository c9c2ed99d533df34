"""Bytes of an export into text: byte-order marks, UTF-8, Windows-1252, and repaired mojibake."""

from __future__ import annotations

import codecs
import re
from typing import IO

from xl_kpi.limits import Limits
from xl_kpi.sources.measure_table import Evidence
from xl_kpi.sources.refusal import over_limit, refusal

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "EF BB BF"),
    (codecs.BOM_UTF16_LE, "utf-16", "FF FE"),
    (codecs.BOM_UTF16_BE, "utf-16", "FE FF"),
)
_HTML = re.compile(r"\s*<(!doctype|!--|html|head|body|table|script|div|meta|p|h[1-6]|\?xml)\b", re.IGNORECASE)
_JSON = re.compile(r"\s*[\[{]\s*[\"{\[]")
_PEEK, _BLOCK = 1 << 14, 1 << 22


def _as_windows(byte: int) -> str:
    """Return the character shown when this byte is read as Windows-1252 (or Latin-1 where undefined)."""
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


# Only the lead bytes of Western letters, typographic marks and the euro sign: "É…" in a real text
# must never be taken for a broken sequence.
_TRAIL = re.escape("".join(_as_windows(b) for b in range(0x80, 0xC0)))
_MOJIBAKE = re.compile(f"[ÂÃ][{_TRAIL}]|â[€‚][{_TRAIL}]|Å[“’¸]")
_BYTE_OF = {_as_windows(b): b for b in range(0x80, 0x100)}


def check_lines(file: str, stream: IO[bytes], size: int, limits: Limits) -> None:
    """Refuse a line that is far too long, without reading much: to decode it would take several times its size.

    Any such line covers one of the windows that are looked at whole.
    """
    longest = limits.export_line_chars
    window = max(longest // 2, 1)  # bytes
    for start in range(0, size - window + 1, window):
        stream.seek(start)
        if any(_ends_a_line(stream.read(n)) for n in (min(_PEEK, window), max(window - _PEEK, 0))):
            continue
        before = max(start - longest, 0)
        stream.seek(before)
        around = stream.read(start - before + window + longest).replace(b"\r", b"\n").split(b"\n")
        if max(map(len, around)) > longest:
            stream.seek(0)
            line = sum(stream.read(min(_BLOCK, start - at)).count(b"\n") for at in range(0, start, _BLOCK)) + 1
            fr, en = f"la ligne a plus de {longest} caractères", f"the line has more than {longest} characters"
            raise over_limit(file, "export_line_chars", longest, fr, en, line=line)


def _ends_a_line(data: bytes) -> bool:
    return b"\n" in data or b"\r" in data


def decode(data: bytes, file: str) -> tuple[str, Evidence]:
    """Return the text of a file, lines ending in "\\n", and what decided its encoding.

    Raises:
        UserError: the file is empty, truncated, an HTML page, or not text.
    """
    if not data.strip():
        raise refusal(file, "le fichier est vide ; téléchargez-le de nouveau", "the file is empty; download it again")
    text, evidence = _decode(data, file)
    text, repaired = repair(text)
    if repaired is not None:
        evidence = evidence.model_copy(update={"value": f"{evidence.value}, repaired", "line": repaired})
    if not text.strip():
        raise refusal(file, "le fichier est vide ; téléchargez-le de nouveau", "the file is empty; download it again")
    if _HTML.match(text):
        raise refusal(
            file,
            "c’est une page web, pas un export ; reconnectez-vous à la source et téléchargez le CSV de nouveau",
            "this is a web page, not an export; sign in to the source again and download the CSV again",
        )
    if text.startswith("%PDF") or _JSON.match(text):
        raise refusal(
            file,
            "c’est un PDF ou une réponse de serveur (JSON), pas un export ; téléchargez le CSV de nouveau",
            "this is a PDF or a server’s answer (JSON), not an export; download the CSV again",
        )
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if (nul := text.find("\0")) >= 0:
        raise refusal(
            file,
            "caractère nul : ce n’est pas un fichier texte ; exportez en CSV",
            "a NUL character: this is not a text file; export as CSV",
            line=_line_of(text, nul),
        )
    return text, evidence


def _decode(data: bytes, file: str) -> tuple[str, Evidence]:
    for mark, codec, shown in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(codec), Evidence(about="encoding", value=codec, line=1, text=shown)
            except UnicodeDecodeError as error:
                raise _truncated(file, data, error.start) from None
    try:
        return data.decode("utf-8"), Evidence(about="encoding", value="utf-8")
    except UnicodeDecodeError as error:
        cut_short = error.end == len(data) and error.reason == "unexpected end of data"
        if cut_short and not data[: error.start].isascii():
            raise _truncated(file, data, error.start) from None
        line = data.count(b"\n", 0, error.start) + 1
    try:
        return data.decode("cp1252"), Evidence(about="encoding", value="cp1252", line=line)
    except UnicodeDecodeError as error:
        raise refusal(
            file,
            "ni UTF-8 ni Windows-1252 : ce n’est pas un fichier texte ; exportez en CSV",
            "neither UTF-8 nor Windows-1252: this is not a text file; export as CSV",
            line=data.count(b"\n", 0, error.start) + 1,
        ) from None


def _truncated(file: str, data: bytes, position: int) -> Exception:
    return refusal(
        file,
        "le fichier est tronqué au milieu d’un caractère ; téléchargez-le de nouveau",
        "the file is cut in the middle of a character; download it again",
        line=data.count(b"\n", 0, position) + 1,
    )


def repair(text: str) -> tuple[str, int | None]:
    """Undo UTF-8 that was read as Windows-1252; return also the first line repaired."""
    first = _MOJIBAKE.search(text)
    if first is None:
        return text, None
    return _MOJIBAKE.sub(_repaired, text), _line_of(text, first.start())


def _repaired(match: re.Match[str]) -> str:
    try:
        return bytes(_BYTE_OF[c] for c in match[0]).decode("utf-8")
    except UnicodeDecodeError:
        return match[0]


def _line_of(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1

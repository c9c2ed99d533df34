"""A text too large to hold, by its head: enough to recognise it."""

from __future__ import annotations

from pathlib import Path

from xl_kpi.limits import Limits
from xl_kpi.sources.encoding import check_lines, decode
from xl_kpi.sources.measure_table import Evidence
from xl_kpi.sources.sheets import DelimitedText
from xl_kpi.sources.unpacking import Content

_HEAD_BYTES = 1 << 20


def open_large(content: Content, limits: Limits, kind: str = "") -> LargeText:
    """Return a text on disk by its head; `kind` is what it was written out from, if it was."""
    assert content.path is not None
    size = content.size
    with content.open() as stream:
        check_lines(content.name, stream, size, limits)
        stream.seek(0)
        data = stream.read(_HEAD_BYTES)
    if len(data) < size:
        wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
        end = max(data.rfind(b"\n"), 0) + 1
        data = data[: end + end % 2] if wide else data[:end]
    text, evidence = decode(data, content.name)
    return LargeText(content, text if len(data) == size else text[: text.rfind("\n")], evidence, limits, kind)


class LargeText(DelimitedText):
    """The head of a large text: enough to recognise it."""

    def __init__(self, content: Content, head: str, evidence: Evidence, limits: Limits, kind: str = "") -> None:
        """Keep the head's lines and where the whole is."""
        super().__init__(content.name, head, evidence, limits)
        self.content, self.kind = content, kind

    @property
    def path(self) -> Path:
        """Return where the text is."""
        assert self.content.path is not None
        return self.content.path

    def whole(self) -> DelimitedText:
        """Return all of the text, for a layout whose rows cannot be added up; LimitError where it is too large."""
        return DelimitedText(self.file, *decode(self.content.whole(self._limits), self.file), self._limits)

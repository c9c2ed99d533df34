"""The errors that came with dynamic arrays, as Excel stores them: `#VALUE!`, and a rich value that tells which one.

A cell's `vm` counts the records of `valueMetadata` in the metadata part; each leads to a rich value, whose structure
`_error` has the fields `errorType` and `subType` ([MS-XLSX], and files saved by Excel 16).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from xml.etree.ElementTree import Element

from xl_kpi.errors import BY_CODE, BY_NAME, ExcelError
from xl_kpi.workbook.parts.added_parts import OFFICE_REL, add_part, relate
from xl_kpi.workbook.parts.patchable import prefix_of
from xl_kpi.workbook.parts.sheets import Book
from xl_kpi.workbook.parts.xmltext import MAIN, attributes, local, parse

NEWER = frozenset(str(e) for e in ExcelError if e.code >= ExcelError.SPILL.code)
_FIRST_TYPE = ExcelError.SPILL.code - 8  # errorType 8 is #SPILL!, 13 #CALC!, in the order of the CVErr codes
_SUBTYPES = {ExcelError.CALC: 3}  # an empty array; the others are not told apart
_RICH = "http://schemas.microsoft.com/office/spreadsheetml/2017/richdata"
_KIND = "http://schemas.microsoft.com/office/2017/06/relationships"
_EXTENSION = "{3e2802c4-a4d2-4d8b-9148-e3be6c30e623}"
_METADATA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheetMetadata+xml"
_ON = ("copy", "pasteAll", "pasteValues", "merge", "splitFirst", "rowColShift", "clearFormats", "clearComments",
       "assign", "coerce")  # fmt: skip
_BEFORE = "metadataTypes|metadataStrings|mdxMetadata|futureMetadata"  # the order of the standard
_KEYS: list[str | None] = ["errorType", "subType"]
_STRUCTURE = '<s t="_error"><k n="errorType" t="i"/><k n="subType" t="i"/></s>'


class RichErrors:
    """The rich values of one workbook that are errors, by a cell's `vm`; a missing one is added when asked for."""

    def __init__(self, book: Book, texts: Mapping[str, str]) -> None:
        """Take the workbook and its sheets' texts; its other parts are read when first asked for."""
        self._book = book
        self._texts = texts
        self._spelled: dict[str, bool] = {}

    @cached_property
    def known(self) -> dict[str, str]:
        """Return the error that each `vm` means."""
        errors = self._errors()
        parts = self._parts("sheetMetadata")
        root = self._parse(parts[0]) if parts else None
        if root is None:
            return {}
        kinds = [n.get("name") for n in root.iter() if local(n.tag) == "metadataType"]
        future = next((n for n in root if local(n.tag) == "futureMetadata" and n.get("name") == "XLRICHVALUE"), ())
        values = [next((n.get("i", "") for n in b.iter() if local(n.tag) == "rvb"), "") for b in future]
        found = {}
        for index, block in enumerate((b for n in root if local(n.tag) == "valueMetadata" for b in n), 1):
            for record in block:
                kind, at = (int(v) if v.isdecimal() else -1 for v in (record.get("t", ""), record.get("v", "")))
                if kinds[kind - 1 : kind] == ["XLRICHVALUE"] and 0 <= at < len(values) and values[at] in errors:
                    found[str(index)] = errors[values[at]]
        return found

    def spells(self, error: str) -> bool:
        """Tell whether cells spell an error out: another program wrote the workbook, and reads it so."""
        if error not in self._spelled:
            self._spelled[error] = any(f">{error}<" in text for text in self._texts.values())
        return self._spelled[error]

    def spelled(self, text: str) -> str:
        """Return a sheet's text in which each of these errors is spelled out, as calculation engines read it."""
        if " vm=" not in text or not self.known:
            return text

        def sub(match: re.Match[str]) -> str:
            error = self.known.get(attributes(match[2])["vm"])
            return f"{match[1]}{error}{match[3]}" if error else match[0]

        p = prefix_of(text)
        cell = rf"(<{p}c(\s[^>]*?\svm=[^>]*)>(?:(?!</{p}c>).)*?<{p}v>)#VALUE!(</{p}v>)"
        return re.sub(cell, sub, text, flags=re.DOTALL)

    def mark(self, error: str) -> str:
        """Return the `vm` of a cell that shows this error, added to the workbook where it is missing."""
        found = next((mark for mark, known in self.known.items() if known == error), None)
        if found is None:
            found = self._add_mark(self._add_value(BY_NAME[error]))
            self.known[found] = error
        return found

    def _parts(self, kind: str) -> list[str]:
        return [p for p in self._book.targets(self._book.part, kind) if p in self._book.package]

    def _parse(self, part: str) -> Element:
        return parse(part, self._book.package.part(part))

    def _structures(self, part: str) -> list[list[str | None]]:
        """Return the fields of each structure that describes an error; none for the others."""
        return [[k.get("n") for k in s] if s.get("t") == "_error" else [] for s in self._parse(part)]

    def _errors(self) -> dict[str, str]:
        """Return the error that each rich value is, by its place among them."""
        values, structures = self._parts("rdRichValue"), self._parts("rdRichValueStructure")
        if not values or not structures:
            return {}
        keys = dict(enumerate(self._structures(structures[0])))
        found = {}
        for index, value in enumerate(self._parse(values[0])):
            at = value.get("s", "")
            fields = keys.get(int(at), []) if at.isdecimal() else []
            kind = dict(zip(fields, (v.text or "" for v in value), strict=False)).get("errorType", "")
            error = BY_CODE.get(int(kind) + _FIRST_TYPE) if kind.isdecimal() else None
            if error is not None and str(error) in NEWER:
                found[str(index)] = str(error)
        return found

    def _part(self, kind: str, name: str, root: str, content_type: str, relation: str) -> str:
        """Return the workbook's part of a kind, made empty where there is none."""
        if parts := self._parts(kind):
            return parts[0]
        add_part(self._book.package, name, root, content_type)
        relate(self._book.package, self._book.part, name, relation, "rIdRich")
        return name

    def _rich_part(self, kind: str, leaf: str, root: str) -> str:
        empty = f'<{root} xmlns="{_RICH}" count="0"></{root}>'
        content_type = f"application/vnd.ms-excel.{leaf.lower()}+xml"
        return self._part(kind, f"xl/richData/{leaf}.xml", empty, content_type, f"{_KIND}/{kind}")

    def _add_value(self, error: ExcelError) -> int:
        structures = self._rich_part("rdRichValueStructure", "rdrichvaluestructure", "rvStructures")
        there = self._structures(structures)
        structure = there.index(_KEYS) if _KEYS in there else self._grow(structures, "rvStructures", _STRUCTURE)
        values = self._rich_part("rdRichValue", "rdrichvalue", "rvData")
        fields = f"<v>{error.code - _FIRST_TYPE}</v><v>{_SUBTYPES.get(error, 0)}</v>"
        return self._grow(values, "rvData", f'<rv s="{structure}">{fields}</rv>')

    def _add_mark(self, value: int) -> str:
        empty = f'<metadata xmlns="{MAIN}" xmlns:xlrd="{_RICH}"><metadataTypes count="0"></metadataTypes></metadata>'
        part = self._part("sheetMetadata", "xl/metadata.xml", empty, _METADATA_TYPE, f"{OFFICE_REL}/sheetMetadata")
        kinds = [n.get("name") for n in self._parse(part).iter() if local(n.tag) == "metadataType"]
        if "XLRICHVALUE" in kinds:
            kind = kinds.index("XLRICHVALUE")
        else:
            flags = " ".join(f'{name}="1"' for name in _ON)
            added = f'<metadataType name="XLRICHVALUE" minSupportedVersion="120000" {flags}/>'
            kind = self._grow(part, "metadataTypes", added)
        self._ensure(part, "futureMetadata", 'name="XLRICHVALUE"', after=_BEFORE)
        block = f'<bk><extLst><ext uri="{_EXTENSION}"><xlrd:rvb xmlns:xlrd="{_RICH}" i="{value}"/></ext></extLst></bk>'
        future = self._grow(part, "futureMetadata", block, 'name="XLRICHVALUE"')
        self._ensure(part, "valueMetadata", "", after=f"{_BEFORE}|cellMetadata")
        return str(self._grow(part, "valueMetadata", f'<bk><rc t="{kind + 1}" v="{future}"/></bk>') + 1)

    def _ensure(self, part: str, element: str, attribute: str, *, after: str) -> None:
        """Add an empty element to the metadata where it is missing, in the order of the standard."""
        text = self._book.package.part(part).decode("utf-8")
        if re.search(rf"<(?:\w+:)?{element}\s[^>]*{attribute}", text):
            return
        p = _prefix(text, "metadata")
        at = max(m.end() for m in re.finditer(rf"</{p}(?:{after})>", text))
        new = f'<{p}{element} {attribute} count="0"></{p}{element}>'.replace("  ", " ")
        self._book.package.replace(part, (text[:at] + new + text[at:]).encode("utf-8"))

    def _grow(self, part: str, element: str, child: str, attribute: str = "") -> int:
        """Add a child at the end of a counted element; return its place among the children."""
        text = self._book.package.part(part).decode("utf-8")
        p = _prefix(text, element)
        opening = re.compile(rf"<{p}{element}(?:\s[^>]*?)?{attribute}[^>]*>")
        start = opening.search(text)
        assert start is not None
        if start[0].endswith("/>"):
            text = text[: start.end() - 2] + f"></{p}{element}>" + text[start.end() :]
        end = text.index(f"</{p}{element}>", start.start())
        root = parse(part, text.encode("utf-8"))
        name, _, value = attribute.partition("=")
        holder = next(
            n for n in root.iter() if local(n.tag) == element and (not name or n.get(name) == value.strip('"'))
        )
        tags = re.sub(r"(</?)(?=(?:bk|rc|rv|v|s|k|extLst|ext|metadataType)\b)", rf"\1{p}", child) if p else child
        head = re.sub(r'\bcount="\d*"', f'count="{len(holder) + 1}"', text[start.start() : end], count=1)
        grown = text[: start.start()] + head + tags + text[end:]
        self._book.package.replace(part, grown.encode("utf-8"))
        return len(holder)


def written(kind: str, shown: str, rich: RichErrors | None) -> tuple[str, str]:
    """Return the attributes and the text of `<v>` for what `encode` gives; newer errors as they are without `rich`."""
    if rich is not None and kind == "e" and shown in NEWER and not rich.spells(shown):
        return f' t="e" vm="{rich.mark(shown)}"', str(ExcelError.VALUE)
    return "" if kind == "n" else f' t="{kind}"', shown


def _prefix(text: str, element: str) -> str:
    found = re.search(rf"<(\w+:)?{element}\b", text)
    return (found[1] or "") if found else ""

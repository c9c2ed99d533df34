"""Workbooks as programs other than ours write them, each with a wrong value in B1 that should be 2."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from tests.hostile.books import MAIN, REL, base, relationships, workbook, xml, zipped

_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
_X14AC = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"
_MS = "application/vnd.ms-excel"
_DOCUMENT = "application/vnd.openxmlformats-officedocument"
# Parts that Excel puts beside the sheets: what they hold does not matter to a recalculation, that they stay does.
BESIDE = (
    "docProps/app.xml",
    "docProps/core.xml",
    "customXml/item1.xml",
    "customUI/customUI14.xml",
    "xl/vbaProject.bin",
    "xl/vbaProjectSignature.bin",
    "xl/calcChain.xml",
    "xl/theme/theme1.xml",
    "xl/comments1.xml",
    "xl/threadedComments/threadedComment1.xml",
    "xl/persons/person.xml",
    "xl/drawings/drawing1.xml",
    "xl/drawings/vmlDrawing1.vml",
    "xl/charts/chart1.xml",
    "xl/media/image1.png",
    "xl/pivotCache/pivotCacheDefinition1.xml",
    "xl/pivotCache/pivotCacheRecords1.xml",
    "xl/pivotTables/pivotTable1.xml",
    "xl/slicerCaches/slicerCache1.xml",
    "xl/slicers/slicer1.xml",
    "xl/timelines/timeline1.xml",
    "xl/queryTables/queryTable1.xml",
    "xl/connections.xml",
    "xl/externalLinks/externalLink1.xml",
    "xl/printerSettings/printerSettings1.bin",
    "xl/ctrlProps/ctrlProp1.xml",
    "xl/embeddings/oleObject1.bin",
    "xl/webextensions/webextension1.xml",
)
SIGNATURE = ("_xmlsignatures/origin.sigs", "_xmlsignatures/sig1.xml")
KINDS = {
    ".xlsx": f"{_DOCUMENT}.spreadsheetml.sheet.main+xml",
    ".xltx": f"{_DOCUMENT}.spreadsheetml.template.main+xml",
    ".xlsm": f"{_MS}.sheet.macroEnabled.main+xml",
    ".xltm": f"{_MS}.template.macroEnabled.main+xml",
}
EXCEL_SHEET = xml(
    f'<worksheet xmlns="{MAIN}" xmlns:r="{REL}" xmlns:mc="{_MC}" mc:Ignorable="x14ac xr xr2" xmlns:x14ac="{_X14AC}" '
    'xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision" '
    'xmlns:xr2="http://schemas.microsoft.com/office/spreadsheetml/2015/revision2" '
    'xr:uid="{00000000-0001-0000-0000-000000000000}">'
    '<sheetPr codeName="Sheet1"/><dimension ref="A1:E2"/><sheetViews><sheetView tabSelected="1" workbookViewId="0">'
    '<selection activeCell="B1" sqref="B1"/></sheetView></sheetViews>'
    '<sheetFormatPr baseColWidth="10" defaultColWidth="9.140625" defaultRowHeight="15" x14ac:dyDescent="0.25"/>'
    '<cols><col min="1" max="1" width="12.7109375" customWidth="1"/></cols><sheetData>'
    '<row r="1" spans="1:5" x14ac:dyDescent="0.25"><c r="A1" s="0"><v>1</v></c>'
    '<c r="B1" s="0"><f>A1*2</f><v>99</v></c>'
    '<c r="C1" t="s"><v>0</v></c><c r="D1" t="str"><f>" "&amp;C1</f><v xml:space="preserve"> text</v></c>'
    '<c r="E1" t="inlineStr"><is><r><rPr><b/></rPr><t xml:space="preserve">bold </t></r><r><t>plain</t></r></is></c>'
    "</row>"
    '<row r="2" spans="1:5" ht="30" customHeight="1" x14ac:dyDescent="0.25"><c r="A2" t="b"><v>1</v></c>'
    '<c r="B2" t="e"><v>#N/A</v></c></row></sheetData>'
    '<sheetProtection sheet="1" objects="1" scenarios="1"/><mergeCells count="1"><mergeCell ref="D2:E2"/></mergeCells>'
    '<conditionalFormatting sqref="A1:A9"><cfRule type="expression" dxfId="0" priority="1"><formula>A1&gt;0</formula>'
    '</cfRule></conditionalFormatting><dataValidations count="1"><dataValidation type="list" sqref="A9">'
    '<formula1>"oui,non"</formula1></dataValidation></dataValidations>'
    '<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>'
    '<legacyDrawing r:id="rId2"/>'
    f'<mc:AlternateContent xmlns:mc="{_MC}"><mc:Choice Requires="x14"><controls/></mc:Choice></mc:AlternateContent>'
    f'<extLst><ext uri="{{05C60535-1F16-4fd2-B633-F4F36F0B64E0}}" xmlns:x14="{_X14}"><x14:sparklineGroups '
    'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:sparklineGroup><x14:sparklines><x14:sparkline>'
    "<xm:f>S!A1:B1</xm:f><xm:sqref>F1</xm:sqref></x14:sparkline></x14:sparklines></x14:sparklineGroup>"
    "</x14:sparklineGroups></ext></extLst></worksheet>"
)


def excel(path: Path, *, signed: bool = False) -> Path:
    """Write what Excel writes, with everything beside the sheets that it knows."""
    parts = base()
    types = parts["[Content_Types].xml"].replace(KINDS[".xlsx"].encode(), KINDS[path.suffix].encode())
    extra = (
        b'<Default Extension="bin" ContentType="application/octet-stream"/><Default Extension="vml" ContentType="v"/>'
    )
    parts["[Content_Types].xml"] = types.replace(b"<Override", extra + b"<Override", 1)
    parts["xl/worksheets/sheet1.xml"] = EXCEL_SHEET
    for name in (*BESIDE, *(SIGNATURE if signed else ())):
        body = f"<part of='{name}' >\r\n\t<kept as='it is'/></part>"
        parts[name] = bytes(range(256)) if name.endswith((".bin", ".png")) else xml(body)
    path.write_bytes(zipped(parts))
    return path


def google_sheets(path: Path) -> Path:
    """Write what Google Sheets exports: its namespaces, no docProps, a drawing a sheet, functions in disguise."""
    spaces = (
        f'xmlns="{MAIN}" xmlns:r="{REL}" xmlns:mx="http://schemas.microsoft.com/office/mac/excel/2008/main" '
        f'xmlns:mc="{_MC}" xmlns:mv="urn:schemas-microsoft-com:mac:vml" xmlns:x14="{_X14}" '
        'xmlns:x15="http://schemas.microsoft.com/office/spreadsheetml/2010/11/main" '
        f'xmlns:x14ac="{_X14AC}" xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"'
    )
    disguised = 'IFERROR(__xludf.DUMMYFUNCTION("QUERY(A1:A3,""select A"")"),1.0)'.replace('"', "&quot;")
    sheet = xml(
        f'<worksheet {spaces}><sheetPr><outlinePr summaryBelow="0" summaryRight="0"/></sheetPr><sheetViews>'
        '<sheetView workbookViewId="0"/></sheetViews><sheetFormatPr customHeight="1" defaultColWidth="12.63" '
        'defaultRowHeight="15.75"/><sheetData><row r="1"><c r="A1" s="1"><v>1.0</v></c>'
        '<c r="B1" s="1"><f>A1*2</f><v>99.0</v></c><c r="C1" s="1" t="s"><v>0</v></c></row>'
        '<row r="2"><c r="A2" s="1"><v>2.0</v></c>'
        '<c r="B2" s="1"><f t="shared" ref="B2:B3" si="1">A2*2</f><v>4.0</v></c>'
        '<c r="C2" s="1" t="str"><f>&quot;a&quot;&amp;A2</f><v>a2</v></c></row>'
        '<row r="3"><c r="A3" s="1"><v>3.0</v></c><c r="B3" s="1"><f t="shared" si="1"/><v>6.0</v></c>'
        f'<c r="D3" s="1"><f>{disguised}</f><v>1.0</v></c></row></sheetData><drawing r:id="rId1"/></worksheet>'
    )
    parts = base()
    book = workbook(
        '<sheet state="visible" name="S" sheetId="1" r:id="rId4"/>', "<definedNames/><calcPr/>", "<workbookPr/>"
    )
    parts |= {
        "xl/workbook.xml": book.replace(f'xmlns="{MAIN}" xmlns:r="{REL}"'.encode(), spaces.encode()),
        "xl/_rels/workbook.xml.rels": relationships(
            ("theme", "theme/theme1.xml"), ("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml"),
            ("worksheet", "worksheets/sheet1.xml"),
        ),
        "xl/worksheets/sheet1.xml": sheet,
        "xl/worksheets/_rels/sheet1.xml.rels": relationships(("drawing", "../drawings/drawing1.xml")),
        "xl/drawings/drawing1.xml": xml("<xdr:wsDr xmlns:xdr='urn:drawing'/>"),
        "xl/theme/theme1.xml": xml("<theme/>"),
        "xl/styles.xml": xml(f'<styleSheet xmlns="{MAIN}"/>'),
    }  # fmt: skip
    path.write_bytes(zipped(parts))
    return path


def open_xml_sdk(path: Path) -> Path:
    """Write what .NET programs write: a prefix for every element, no addresses."""
    parts = base()
    parts["xl/worksheets/sheet1.xml"] = (
        f'<?xml version="1.0" encoding="utf-8"?><x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row>'
        '<x:c t="n"><x:v>1</x:v>'
        "</x:c><x:c><x:f>A1*2</x:f><x:v>99</x:v></x:c></x:row></x:sheetData></x:worksheet>"
    ).encode()
    path.write_bytes(zipped(parts))
    return path


def written_by_openpyxl(path: Path) -> Path:
    """Write with openpyxl, which stores no results."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "S"
    sheet["A1"], sheet["B1"], sheet["C1"] = 1, "=A1*2", " text "
    book.save(path)
    return path

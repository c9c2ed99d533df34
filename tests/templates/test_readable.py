from pathlib import Path

from tests.workbook.books import make, rewrite
from xl_kpi.templates.readable import difference, readable


def test_a_change_shows_as_one_line_a_cell(tmp_path: Path) -> None:
    old = make(tmp_path / "a.xlsx", {"A1": "Clics & <co>", "B1": 3, "C1": '=IF(B1<5,"x","y")'}).read_bytes()
    assert {"A1 s0 [Clics & ‹co>]", "B1 s0 [3]", 'C1 s0 =IF(B1‹5,"x","y") [old]'} <= set(readable(old))
    book = rewrite(tmp_path / "a.xlsx", {"xl/worksheets/sheet1.xml": lambda text: text.replace("<v>3<", "<v>4<")})
    changed = difference(old, book.read_bytes()).splitlines()
    assert [line for line in changed if line[0] in "+-"] == ["--- stored", "+++ built", "-B1 s0 [3]", "+B1 s0 [4]"]
    assert difference(old, old) == ""

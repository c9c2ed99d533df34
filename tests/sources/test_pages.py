"""The page on sources is generated from the declarations, in both languages."""

from pathlib import Path

from xl_kpi.sources import VENDORS
from xl_kpi.sources.pages import pages

DOCS = Path(__file__).parent.parent.parent / "docs"


def test_committed_pages_are_what_the_declarations_say():
    for name, text in pages().items():
        assert (DOCS / name).read_text("utf-8") == text, "run: python docs/make_reference.py"


def test_every_vendor_and_every_label_is_on_the_page_of_each_language():
    for text in pages().values():
        for vendor in VENDORS:
            if not vendor.mapped and not vendor.id.startswith("tidy_"):
                assert f"## {vendor.label} →" in text
                assert all(f"`{label}`" in text for column in vendor.columns for label in column.labels)
        assert "None" not in text

"""Draw the pictures of the documentation from the demo: `python docs/make_pictures.py`.

Needs LibreOffice and poppler. Each workbook is shown in its own language, results as cached.
"""

import subprocess
import tempfile
from pathlib import Path

from xl_kpi.language import LANGUAGES, Lang
from xl_kpi.reports.demo import demo

IMAGES = Path(__file__).parent / "images"
LOCALES: dict[Lang, str] = {"fr": "fr-FR", "en": "en-GB"}
PAGES = {"cockpit": 1, "cockpit-profitability": 7}
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>{}</value></prop>
</item></oor:items>
"""


def draw(lang: Lang, folder: Path) -> None:
    """Run the demo in one language and keep some of its printed pages as PNG."""
    book = demo(folder, lang).book
    user = folder / "profile" / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(PROFILE.format(LOCALES[lang]), encoding="utf-8")
    office = ["soffice", f"-env:UserInstallation={user.parent.as_uri()}", "--headless", "--convert-to", "pdf"]
    subprocess.run([*office, "--outdir", folder, book], check=True, capture_output=True)
    for name, page in PAGES.items():
        target = IMAGES / f"{name}-{lang}"
        only = ["-f", str(page), "-l", str(page), "-singlefile"]
        subprocess.run(["pdftoppm", "-png", "-r", "90", *only, book.with_suffix(".pdf"), target], check=True)


if __name__ == "__main__":
    IMAGES.mkdir(exist_ok=True)
    for each in LANGUAGES:
        with tempfile.TemporaryDirectory() as made:
            draw(each, Path(made))

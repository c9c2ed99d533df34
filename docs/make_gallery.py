"""Write the gallery of the templates and draw its pictures: `python docs/make_gallery.py [--text]`.

A picture is the first printed page of the template filled with the sample company, in its own language, results as
cached. Drawing needs LibreOffice and poppler; with `--text` the pages are written and no picture is drawn.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from xl_kpi.language import LANGUAGES, Lang, Text
from xl_kpi.reports.refresh import new_workbook
from xl_kpi.templates import TEMPLATES

DOCS = Path(__file__).parent
IMAGES = DOCS / "images" / "gallery"
PAGES: dict[Lang, str] = {"fr": "galerie.md", "en": "gallery.md"}
LOCALES: dict[Lang, str] = {"fr": "fr-FR", "en": "en-GB"}
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>{}</value></prop>
</item></oor:items>
"""
FIRST_PAGE = (  # without notes, which a viewer of PDF would show as icons
    'pdf:calc_pdf_Export:{"PageRange":{"type":"string","value":"1"},"ExportNotes":{"type":"boolean","value":"false"}}'
)
TITLE = Text("Les classeurs modèles", "The template workbooks")
INTRODUCTION = Text(
    "Chaque image est la première page du modèle, rempli avec la société fictive par la commande qui la suit ; sans "
    "`--sample` il est vide et attend vos exports.",
    "Each picture is the first page of the template, filled with the sample company by the command below it; without "
    "`--sample` it is empty and waits for your exports.",
)


def page(lang: Lang) -> str:
    """Return the gallery in one language: one picture, one sentence, one command for each template."""
    lines = [f"# {TITLE[lang]}", "", INTRODUCTION[lang]]
    for template in TEMPLATES.values():
        title = template.title[lang]
        command = f"xl-kpi new {template.id} {template.id}.xlsx --sample --lang {lang}"
        picture = f"![{title}](images/gallery/{template.id}-{lang}.png)"
        lines += ["", f"## {title}", "", template.description[lang], "", picture, "", f"    {command}"]
    return "\n".join(lines) + "\n"


def draw(lang: Lang, folder: Path) -> None:
    """Fill every template in one language and keep its first printed page as PNG."""
    user = folder / "profile" / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(PROFILE.format(LOCALES[lang]), encoding="utf-8")
    books = [folder / f"{id_}.xlsx" for id_ in TEMPLATES]
    for book in books:
        new_workbook(book.stem, book, lang, sample=True)
    office = ["soffice", f"-env:UserInstallation={user.parent.as_uri()}", "--headless", "--convert-to", FIRST_PAGE]
    subprocess.run([*office, "--outdir", folder, *books], check=True, capture_output=True)
    for book in books:
        target = IMAGES / f"{book.stem}-{lang}"
        subprocess.run(["pdftoppm", "-png", "-r", "80", "-singlefile", book.with_suffix(".pdf"), target], check=True)


if __name__ == "__main__":
    IMAGES.mkdir(exist_ok=True)
    for each in LANGUAGES:
        (DOCS / PAGES[each]).write_text(page(each), encoding="utf-8", newline="\n")
        if "--text" not in sys.argv:
            with tempfile.TemporaryDirectory() as made:
                draw(each, Path(made))

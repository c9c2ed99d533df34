"""Write the generated pages, from the catalogue and the sources: `python docs/make_reference.py [--check]`.

With `--check` nothing is written; the exit code is 1 where a page differs from what is declared.
"""

import sys
from pathlib import Path

from xl_kpi.catalog.pages import pages
from xl_kpi.language import LANGUAGES
from xl_kpi.sources.pages import pages as source_pages

FOLDER = Path(__file__).parent / "reference"


def main(arguments: list[str]) -> int:
    """Write or check every page; return the exit code."""
    different = []
    for lang in LANGUAGES:
        folder = FOLDER / lang
        wanted = pages(lang)
        kept = {path.name: path.read_text("utf-8") for path in folder.glob("*.md")} if folder.is_dir() else {}
        different += [f"{lang}/{name}" for name in sorted(wanted.keys() | kept) if wanted.get(name) != kept.get(name)]
        if "--check" in arguments:
            continue
        folder.mkdir(parents=True, exist_ok=True)
        for name in kept.keys() - wanted:
            (folder / name).unlink()
        for name, text in wanted.items():
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
    for name, text in source_pages().items():
        path = FOLDER.parent / name
        if not path.is_file() or path.read_text("utf-8") != text:
            different.append(name)
        if "--check" not in arguments:
            path.write_text(text, encoding="utf-8", newline="\n")
    print("\n".join(different) or "pages agree with what is declared")
    return int("--check" in arguments and bool(different))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

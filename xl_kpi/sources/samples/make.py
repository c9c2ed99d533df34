"""Write the sample exports: `python -m xl_kpi.sources.samples.make OUT` makes OUT/fr and OUT/en."""

from __future__ import annotations

import sys
from pathlib import Path

from xl_kpi.language import LANGUAGES
from xl_kpi.sources.samples.layouts import company_tables, exports
from xl_kpi.sources.samples.story import tell


def make(out: Path) -> list[Path]:
    """Write the samples of both languages under a folder; return the files, the same bytes each time."""
    story = tell()
    written = []
    for lang in LANGUAGES:
        folder = out / lang
        (folder / "company").mkdir(parents=True, exist_ok=True)
        own = {f"company/{name}": content for name, content in company_tables(story, lang).items()}
        for name, content in (exports(story, lang) | own).items():
            (folder / name).write_bytes(content)
            written.append(folder / name)
    return written


def main(arguments: list[str]) -> int:
    """Run from the command line; return the exit code."""
    if len(arguments) != 1:
        print("usage: python -m xl_kpi.sources.samples.make OUT", file=sys.stderr)
        return 2
    for path in make(Path(arguments[0])):
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

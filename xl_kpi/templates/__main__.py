"""Rebuild every template workbook, or check that the stored ones are what the code builds."""

from __future__ import annotations

import argparse
import sys

from xl_kpi.language import LANGUAGES
from xl_kpi.templates import REPOSITORY, TEMPLATES, build, same_content
from xl_kpi.workbook import open_package
from xl_kpi.workbook.parts.save import write_atomically


def main(arguments: list[str] | None = None) -> int:
    """Rebuild into `workbook_templates/`; with --check write nothing and return 1 on a difference."""
    parser = argparse.ArgumentParser(prog="python -m xl_kpi.templates", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail if a stored workbook differs")
    check = parser.parse_args(arguments).check
    different = 0
    for id_ in TEMPLATES:
        for lang in LANGUAGES:
            target, data = REPOSITORY / lang / f"{id_}.xlsx", build(id_, lang)
            if target.is_file() and same_content(open_package(target).to_bytes(), data):
                continue
            different += 1
            print(target.relative_to(REPOSITORY.parent))
            if not check:
                target.parent.mkdir(parents=True, exist_ok=True)
                write_atomically(target, data)
    return 1 if check and different else 0


if __name__ == "__main__":
    sys.exit(main())

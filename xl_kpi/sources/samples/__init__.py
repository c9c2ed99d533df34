"""Sample exports of one fictional company over twelve months, in the real layouts of each source."""

from pathlib import Path

from xl_kpi.language import Lang


def folders(lang: Lang) -> list[Path]:
    """Return the folders of all samples in one language."""
    base = Path(__file__).parent / lang
    return [base, base / "company"]


def files(lang: Lang) -> list[Path]:
    """Return the sample exports in one language, sorted by name."""
    return sorted((Path(__file__).parent / lang).glob("*.csv"))


def company_files(lang: Lang) -> list[Path]:
    """Return the sample company's own tables in one language (accounts, budgets, actions), sorted by name."""
    return sorted((Path(__file__).parent / lang / "company").glob("*.csv"))


def copy_to(folder: Path, lang: Lang) -> Path:
    """Copy the sample exports in one language into a folder, made if need be; return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in files(lang):
        (folder / file.name).write_bytes(file.read_bytes())
    return folder

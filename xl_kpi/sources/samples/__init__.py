"""Sample exports of one fictional company over twelve months, in the real layouts of each source."""

from pathlib import Path

from xl_kpi.language import Lang


def files(lang: Lang) -> list[Path]:
    """Return the sample exports in one language, sorted by name."""
    return sorted((Path(__file__).parent / lang).glob("*.csv"))

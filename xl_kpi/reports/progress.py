"""How long work tells what it is doing, whoever is watching."""

from collections.abc import Callable

from xl_kpi.language import Text

Step = Callable[[Text, int, int], None]  # what is being done, how many steps are done, of how many


def silent(what: Text, done: int, of: int) -> None:
    """Tell nobody."""

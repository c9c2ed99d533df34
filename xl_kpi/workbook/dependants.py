"""Which formulas depend, near or far, on cells whose value is not to be trusted."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable

from xl_kpi.workbook.addresses import Area

Place = tuple[str, int, int]  # sheet, row, column


def dependants(
    seeds: Iterable[Area],
    formulas: Iterable[Place],
    precedents: Callable[[Place], list[Area]],
    occupied: Callable[[Place], Area],
) -> dict[Place, Place]:
    """Return each formula that depends on a seed, with the cell through which it does.

    `precedents` gives the rectangles that a formula reads, `occupied` those that its result fills.
    """
    readers: dict[Place, list[Place]] = defaultdict(list)
    ranges: dict[Area, list[Place]] = defaultdict(list)
    for place in formulas:
        for area in precedents(place):
            if area.cells == 1:
                readers[area.sheet, area.top, area.left].append(place)
            else:
                ranges[area].append(place)
    reached: dict[Place, Place] = {}
    marked = _Marked()
    queue = [cell for area in seeds for cell in marked.add(area)]
    while queue:
        while queue:
            cell = queue.pop()
            for place in readers.get(cell, ()):
                if place not in reached:
                    reached[place] = cell
                    queue.extend(marked.add(occupied(place)))
        for area in [a for a in ranges if marked.hits(a)]:
            cell = marked.first(area)
            for place in ranges.pop(area):
                if place not in reached:
                    reached[place] = cell
                    queue.extend(marked.add(occupied(place)))
    return reached


class _Marked:
    """A set of cells that answers whether a rectangle holds one of them."""

    def __init__(self) -> None:
        self._cells: set[Place] = set()
        self._columns: dict[tuple[str, int], list[int]] = {}
        self._stale: set[tuple[str, int]] = set()

    def add(self, area: Area) -> list[Place]:
        new = [
            cell
            for row in range(area.top, area.bottom + 1)
            for column in range(area.left, area.right + 1)
            if (cell := (area.sheet, row, column)) not in self._cells
        ]
        for sheet, row, column in new:
            self._columns.setdefault((sheet, column), []).append(row)
            self._stale.add((sheet, column))
        self._cells.update(new)
        return new

    def _hit(self, area: Area) -> Place | None:
        for (sheet, column), rows in self._columns.items():
            if sheet == area.sheet and area.left <= column <= area.right:
                if (sheet, column) in self._stale:
                    rows.sort()
                    self._stale.discard((sheet, column))
                i = bisect_left(rows, area.top)
                if i < len(rows) and rows[i] <= area.bottom:
                    return sheet, rows[i], column
        return None

    def hits(self, area: Area) -> bool:
        return self._hit(area) is not None

    def first(self, area: Area) -> Place:
        found = self._hit(area)
        assert found is not None  # `hits` has just said so
        return found

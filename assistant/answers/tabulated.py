"""A comparison as rows and columns, a place per column and an aspect per row: the source of every table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answers.records import Statement


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: its aspect, empty where there is one question alone, and what each place says; None where nothing.

    `first` tells that the aspect begins here: what is None in its first row was not found.
    """

    aspect: str
    first: bool
    cells: tuple[Statement | None, ...]


def compared(statements: Sequence[Statement], places: Sequence[str]) -> tuple[str, ...]:
    """Return the places that statements compare: those that were asked for, else those named; fewer than two: none."""
    named = tuple(places) or tuple(dict.fromkeys(one.place for one in statements))
    all_there = bool(statements) and all(one.place in named for one in statements) and len(named) > 1
    return named if all_there and all(named) else ()


def tabulated(statements: Sequence[Statement], places: Sequence[str]) -> Iterator[TableRow]:
    """Yield the rows of a table; what a place says further on an aspect goes on in the next one."""
    for aspect in dict.fromkeys(one.aspect for one in statements):
        columns = [[one for one in statements if (one.aspect, one.place) == (aspect, place)] for place in places]
        for number in range(max(map(len, columns))):
            cells = tuple(column[number] if number < len(column) else None for column in columns)
            yield TableRow(aspect, number == 0, cells)

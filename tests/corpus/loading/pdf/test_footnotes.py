"""Footnotes of a page: what is set apart, by its size, its place and its number, and what stays."""

from __future__ import annotations

import pytest

from corpus.loading.pdf.footnotes import set_apart
from corpus.loading.pdf.lines import Fragment, Line

BODY, SMALL = 10.0, 8.0


def line(text: str, y: float, size: float = BODY, *, rotated: bool = False) -> Line:
    """Return a line at a height of the page."""
    return Line((Fragment(text, 70.0, y, size, rotated=rotated),), 1)


TEXT = [line("A keeper must report each month.", 700), line("It keeps its books for years.", 300)]


@pytest.mark.parametrize(
    ("foot", "last", "apart", "number"),
    [
        ([("4 See the law.", 100)], 3, ["4 See the law."], 4),
        ([("1 See the law.", 100)], 3, ["1 See the law."], 1),
        ([("(4) See the law.", 100)], 3, ["(4) See the law."], 4),
        ([("4. See the law.", 100), ("which goes on here.", 90), ("5 More.", 80)], 3,
         ["4. See the law.", "which goes on here.", "5 More."], 5),
        ([("Source: the office.", 110), ("4 See the law.", 100)], 3, ["4 See the law."], 4),
        ([("5 See the law.", 80), ("4 See it.", 100)], 3, ["4 See it.", "5 See the law."], 5),
        ([("7 days", 100)], 3, [], 3),
        ([("See the law.", 100)], 3, [], 3),
        ([("4 See the law.", 500)], 3, [], 3),
    ],
)  # fmt: skip
def test_small_numbered_lines_at_the_foot_are_apart(
    foot: list[tuple[str, float]], last: int, apart: list[str], number: int
) -> None:
    """From the next number on, or from one anew, in the order of the page; above the last line of the text none is."""
    small = [line(text, y, SMALL) for text, y in foot]
    kept, notes, counted = set_apart([*TEXT, *small], BODY, last)
    assert [note.text for note in notes] == apart
    assert {one.text for one in kept} == {one.text for one in (*TEXT, *small)} - set(apart)
    assert counted == number


def test_the_size_decides() -> None:
    """A line at the foot in the size of the text is text, whatever it begins with."""
    kept, notes, counted = set_apart([*TEXT, line("4 tokens a year.", 100)], BODY, 3)
    assert (len(kept), notes, counted) == (3, [], 3)


def test_lines_along_the_edge_are_no_footnotes() -> None:
    """What runs up the side of a page has no place at its foot."""
    edge = line("4 Printed by the office.", 100, SMALL, rotated=True)
    assert set_apart([*TEXT, edge], BODY, 3) == ([*TEXT, edge], [], 3)

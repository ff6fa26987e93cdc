"""A provision in the part that is named with it, where the part is a heading and where it is only a line."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.answering.documents.provisions import whole_provisions
from assistant.answers.records import Intent, Query
from assistant.understanding.documents import provisions
from corpus.records import Life, Nature, Passage, Policy

LIFE = Life(Nature.UNKNOWN, None)
OWN = Policy("own-1", "Directions", "", "", "document", LIFE)
QUERY = Query("", "", date(2026, 6, 1), Intent.FACT)
LINES = ["{} A{}", "1. Tell the desk.", "2. Hold capital.", "{} B{}", "1. Tell the fee.", "2. Pay the fee of part A."]


def passages(*texts: str) -> list[Passage]:
    """Make passages of a document without headings."""
    return [Passage(f"own-1#p{number}", "own-1", text, f"¶{number}", LIFE) for number, text in enumerate(texts, 1)]


@pytest.mark.parametrize(
    ("name", "end"), [("Part", ". Conduct"), ("PART", " - Conduct"), ("Schedule", ""), ("Annex", ":")]
)
@pytest.mark.parametrize("cuts", [(0, 1, 2, 3, 4, 5), (0, 2, 4), (0,), (0, 3)])
def test_a_part_that_is_no_heading_is_told_by_its_line(name: str, end: str, cuts: tuple[int, ...]) -> None:
    """Numbers are looked for between the line that names the part and the next such line, however it is cut."""
    lines = [line.format(name, end) for line in LINES]
    held = ["\n".join(lines[start:stop]) for start, stop in zip(cuts, (*cuts[1:], len(lines)), strict=True)]
    for part, said in (("A", "Hold capital."), ("B", "Pay the fee of part A.")):
        wanted = provisions(f"What does paragraph 2 of {name} {part} say?")
        told = whole_provisions(wanted, [OWN], {"own-1": passages(*held)}, QUERY)
        assert [point.text for point in told.points] == [said]


def test_a_part_that_nothing_names_is_looked_for_everywhere() -> None:
    """A text without parts has its paragraph 2 wherever it stands."""
    told = whole_provisions(
        provisions("What does paragraph 2 of Part C say?"),
        [OWN],
        {"own-1": passages("1. Tell.", "2. Hold capital.")},
        QUERY,
    )
    assert [point.text for point in told.points] == ["Hold capital."]

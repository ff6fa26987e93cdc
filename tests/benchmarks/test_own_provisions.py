"""Where an answer stands, as question sets write it, is told from the places of passages."""

from __future__ import annotations

import pytest

from benchmarks.own.provisions import stands_at
from corpus.language.locators import slug
from corpus.records import Life, Nature, Passage

LIFE = Life(Nature.UNKNOWN, None)


def passage(locator: str, text: str = "A keeper pays.", headings: tuple[str, ...] = ()) -> Passage:
    """Make a passage at a place."""
    return Passage(f"own-1#{slug(locator)}", "own-1", text, locator, LIFE, headings=headings)


@pytest.mark.parametrize(
    ("provision", "one"),
    [
        ("s. 40(3)", passage("Section 40(3)")),
        ("Art. 4(2)(b)", passage("Article 4(2)")),
        ("Art. 43(1)-(2)", passage("Article 43(1)(a)-(c)")),
        ("12.1.8, footnote 113", passage("para 12.1.8")),
        ("12.1.8, footnote 113", passage("¶148", "113 A peel chain is one.")),
        ("GL/2024/14 para 8; GL/2024/15 para 9", passage("para 9")),
        ("3.6-3.7", passage("para 3.7(a)-(e)")),
        ("185, 187", passage("para 186-para 187")),
        ("INR. 15 para 3 (Annex A)", passage("para 3")),
        ("Annex IV", passage("Annex IV, Part A(2)")),
        ("First Schedule", passage("¶61", headings=("FIRST SCHEDULE ACTIVITIES",))),
        ("III.A", passage("¶70", headings=("III. Classes of Tokens", "A. Commodities"))),
    ],
)
def test_a_place_is_told(provision: str, one: Passage) -> None:
    """By number and name, whatever point of it; by a heading where it has none; any place that is named counts."""
    assert stands_at(one, provision)


@pytest.mark.parametrize(
    ("provision", "one"),
    [
        ("s. 40(3)", passage("¶40")),
        ("Art. 75(1)", passage("Annex V(75)")),
        ("GL/2024/15 para 26", passage("para 2")),
        ("s. 4", passage("Section 40")),
        ("III.A", passage("¶90", headings=("III. Classes of Tokens", "B. Tools"))),
        ("", passage("Section 4")),
    ],
)
def test_another_place_is_not(provision: str, one: Passage) -> None:
    """A number of another kind, a longer number, another part."""
    assert not stands_at(one, provision)

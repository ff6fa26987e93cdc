"""Struck text is kept beside the text, and never in it."""

from __future__ import annotations

import pytest

from corpus.loading.draft import Draft
from corpus.loading.struck import END, START, part, settle, strike
from corpus.records import Struck


@pytest.mark.parametrize(
    ("marked", "text", "struck"),
    [
        ("at least CLD 6 million.", "at least CLD 6 million.", ()),
        (f"at least {strike('CLD 1 million')} CLD 6 million.", "at least CLD 6 million.", ((8, "CLD 1 million"),)),
        (f"{strike('Old. ')}New words.", "New words.", ((0, "Old."),)),
        (f"4. {strike('A keeper may lend.')}", "", ((0, "4. A keeper may lend."),)),
        (f"(a) {strike('one')} {strike('two')};", "", ((0, "(a) ; one two"),)),
        (f"1 | {strike('2')}\n{strike('a | b')}\nc | d", "1 |\nc | d", ((3, "2"), (3, "a | b"))),
        (f"{strike('18')} 21", "21", ((0, "18"),)),
        (f"never closed {START}gone", "never closed", ((12, "gone"),)),
        (f"no start{END} here", "no start here", ()),
    ],
)
def test_parting(marked: str, text: str, struck: Struck) -> None:
    """What stands is read as if the struck words were not there; what is left of a struck paragraph is its number."""
    assert part(marked) == (text, struck)


def test_blanks_are_not_struck() -> None:
    """A blank that is crossed out parts two words all the same."""
    assert strike(" ") == " "


def test_a_struck_paragraph_goes_to_its_neighbour() -> None:
    """It makes no paragraph, and is shown where it stood: behind the one before, or before the first one."""
    drafts = [Draft(strike("Gone first.")), Draft("Stands."), Draft(strike("Gone too."))]
    assert settle(drafts) == [Draft("Stands.", struck=((0, "Gone first."), (7, "Gone too.")))]

"""Browsing the register: filters, words, order, counts, and the paragraphs that an address names."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.current import CurrentIndex
from corpus.errors import InputError
from corpus.history.browsing import Order, Wanted, browse, paragraph, short_place
from corpus.records import Standing

LATE = date(2026, 6, 1)
HK = ["hk-margin-2026", "hk-platform-rules-2023", "hk-remarks-2025"]


def ids(index: CurrentIndex, wanted: Wanted, order: Order = Order.NEWEST) -> list[str]:
    """Name what is found, in its order."""
    return [policy.id for policy in browse(index.edition().policies.values(), wanted, order).policies]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(LATE), ["hk-margin-2026", "hk-platform-rules-2023", "hk-remarks-2025", "sg-custody-bill"]),
        (Wanted(date(2025, 3, 1)), ["hk-platform-rules-2023", "hk-remarks-2025"]),
        (Wanted(LATE, places=("Singapore",)), ["sg-custody-bill"]),
        (Wanted(LATE, issuers=("SFC",)), HK),
        (Wanted(LATE, kinds=("bill", "speech")), ["hk-remarks-2025", "sg-custody-bill"]),
        (Wanted(LATE, topics=("anything",)), []),
        (Wanted(LATE, standings=(Standing.SUPERSEDED,)), ["hk-platform-rules-2023"]),
        (Wanted(LATE, text="MARGIN financing"), ["hk-margin-2026"]),
        (Wanted(LATE, text="sg-cust"), ["sg-custody-bill"]),
        (Wanted(LATE, text="margin custody"), []),
    ],
)
def test_each_filter_narrows(index: CurrentIndex, wanted: Wanted, found: list[str]) -> None:
    """What is published by the date and matches every choice and word is there, and nothing else."""
    assert sorted(ids(index, wanted)) == found


@pytest.mark.parametrize(
    ("order", "found"),
    [
        (Order.NEWEST, ["sg-custody-bill", "hk-margin-2026", "hk-remarks-2025", "hk-platform-rules-2023"]),
        (Order.PLACE, ["hk-margin-2026", "hk-remarks-2025", "hk-platform-rules-2023", "sg-custody-bill"]),
        (Order.TITLE, ["hk-margin-2026", "sg-custody-bill", "hk-platform-rules-2023", "hk-remarks-2025"]),
    ],
)
def test_the_order_is_as_asked(index: CurrentIndex, order: Order, found: list[str]) -> None:
    """Newest first, by place with Hong Kong first, or by title."""
    assert ids(index, Wanted(LATE), order) == found


def test_the_counts_are_of_all_standings(index: CurrentIndex) -> None:
    """Choosing one standing does not hide how many there are of the others."""
    found = browse(index.edition().policies.values(), Wanted(LATE, standings=(Standing.IN_FORCE,)))
    assert [policy.id for policy in found.policies] == ["hk-margin-2026"]
    assert dict(found.counts) == {
        Standing.PROPOSED: 1,
        Standing.IN_FORCE: 1,
        Standing.SUPERSEDED: 1,
        Standing.RECORD: 1,
    }


def test_an_end_that_nobody_knew_is_not_told(index: CurrentIndex) -> None:
    """On 1 March 2025 the platform rules have no end: what ended them was published a year later."""
    found = browse(index.edition().policies.values(), Wanted(date(2025, 3, 1), text="platform"))
    assert found.policies[0].life.ended is None


@pytest.mark.parametrize("named", ["2", "p2", " 2 ", "P2"])
def test_a_paragraph_is_found_by_number_or_place(index: CurrentIndex, named: str) -> None:
    """`2` and `p2` are the second paragraph, and its address is `2`."""
    found = paragraph(index.edition().texts.passages_of("hk-margin-2026"), named)
    assert (found.locator, short_place(found)) == ("¶2", "2")


@pytest.mark.parametrize("named", ["99", "0", "-1", "x", "../p1", "<b>"])
def test_an_unknown_paragraph_is_one_line(index: CurrentIndex, named: str) -> None:
    """The error names what there is."""
    with pytest.raises(InputError, match="it has 1 to 2"):
        paragraph(index.edition().texts.passages_of("hk-margin-2026"), named)


def test_a_text_without_paragraphs_is_one_line() -> None:
    """Nothing can be named in nothing."""
    with pytest.raises(InputError, match="it has none"):
        paragraph([], "1")

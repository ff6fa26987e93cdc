"""What a text's own contents list is a heading where it stands again, and is told no second time."""

from __future__ import annotations

import pytest

from corpus.loading import load
from corpus.records import Block, BlockKind

TITLES = ["Scope of the Code", "Licences", "Custody", "Reserves", "Reports to the Desk", "Penalties"]
WHO = ["keeper", "broker", "desk officer", "auditor", "custodian", "issuer"]


def text(numbers: list[str], pages: list[str]) -> str:
    """Return a guide: its contents, and below each title some sentences."""
    heads = [f"{number} {title}" for number, title in zip(numbers, TITLES, strict=True)]
    listed = "\n".join(f"{head} {page}".strip() for head, page in zip(heads, pages, strict=True))
    said = [[f"Of {title.lower()} a {who} in Norland tells the desk each June." for who in WHO] for title in TITLES]
    parts = "\n\n".join("\n\n".join([head, *below]) for head, below in zip(heads, said, strict=True))
    return f"Norland token guide\n\nContents\n\n{listed}\n\n{parts}\n"


def headings(data: str) -> list[Block]:
    """Return the headings of a text."""
    return [block for block in load(data.encode(), "guide.txt").blocks if block.kind is BlockKind.HEADING]


@pytest.mark.parametrize("numbers", [["I.", "II.", "III.", "IV.", "V.", "VI."], ["1.", "2.", "3.", "4.", "5.", "6."]])
@pytest.mark.parametrize("pages", [[""] * 6, ["3", "4", "9", "12", "17", "20"]])
def test_what_the_contents_list_is_a_heading_once(numbers: list[str], pages: list[str]) -> None:
    """With page numbers or without, the entries go and the lines that repeat them are headings."""
    found = [block.text for block in headings(text(numbers, pages)) if block.text[0] in "IV123456"]
    assert found == [f"{number} {title}" for number, title in zip(numbers, TITLES, strict=True)]
    kept = " ".join(block.text for block in load(text(numbers, pages).encode(), "guide.txt").blocks)
    assert kept.count("Reports to the Desk") == 1


def test_letters_stand_below_roman_numbers_and_a_long_entry_goes_over_the_line() -> None:
    """The kind of label that comes first stands highest, and lines may break elsewhere in the contents."""
    numbers = ["I.", "A.", "B.", "II.", "A.", "B."]
    data = text(numbers, [""] * 6).replace("B. Penalties", "B. Penalties of Keepers That\nLose a Key", 1)
    data = data.replace("B. Penalties\n\nOf", "B. Penalties of Keepers\nThat Lose a Key\n\nOf")
    levels = {block.text: block.level for block in headings(data)}
    assert levels["B. Penalties of Keepers That Lose a Key"] > levels["I. Scope of the Code"]
    assert levels["I. Scope of the Code"] == levels["II. Reserves"]


def test_a_part_that_stands_twice_is_no_contents() -> None:
    """Two guidelines in one file may begin with the same paragraphs: those stay, both times."""
    part = "\n\n".join(f"{number}. {title}" for number, title in enumerate(TITLES, 1))
    data = f"Norland token guide\n\n{part}\n\n{part}\n\nEach keeper reads both of them."
    kept = " ".join(block.text for block in load(data.encode(), "guide.txt").blocks)
    assert kept.count("Reports to the Desk") == 2

"""Of a table the row that is asked for, with the heads of its columns."""

from __future__ import annotations

import pytest

from assistant.answers.table_rows import asked_row, tells_rows

CLASSES = "\n".join(
    ["No. | Class | Delay in days | Limit"]
    + [f"{row} | Keeper class {row} | {3 * row} | {60 - row}" for row in range(30, 48)]
)
HAIRCUTS = """\
Token | Haircut: licence A | Haircut: licence B
Bitcoin | 15 | 35
Bitcoin | 18 under stress | 44 under stress
Ether | 20 | 40"""


@pytest.mark.parametrize("question", ["What is the reporting delay of keeper class 43?", "class 43 delay?"])
def test_the_row_of_a_number_is_told(question: str) -> None:
    """A row that has the same number in another column does not have the pair of words."""
    row = asked_row(question, CLASSES)
    assert row is not None
    assert row.text == "No.: 43; Class: Keeper class 43; Delay in days: 129; Limit: 17."
    assert row.line in CLASSES


def test_rows_that_span_a_cell_are_told_together() -> None:
    """Two rows of one token stand together."""
    row = asked_row("What is the haircut of Bitcoin with licence B?", HAIRCUTS)
    assert row is not None
    assert "licence B: 35" in row.text
    assert "licence B: 44 under stress" in row.text
    assert "Ether" not in row.text


@pytest.mark.parametrize("text", [HAIRCUTS, "A keeper | a broker\nholds capital.\nAnd reports.", "No table at all."])
def test_where_no_row_stands_out_none_is_told(text: str) -> None:
    """A question of the whole table, and text that is none."""
    assert asked_row("What is the schedule about?", text) is None


def test_what_is_told_of_rows_is_known_again() -> None:
    """One row or a few that stand together; a cell that was changed is no row."""
    for question in ("class 43 delay?", "What is the delay of class 31?"):
        row = asked_row(question, CLASSES)
        assert row is not None
        assert tells_rows(row.text, CLASSES)
        assert not tells_rows(row.text.replace("Delay in days: ", "Delay in days: 1"), CLASSES)
    assert not tells_rows("A keeper pays a fee.", "A keeper pays a fee.")


def test_words_side_by_side_in_a_cell_fit_better_than_those_of_two_cells() -> None:
    """Of two parts of a long table, the one whose row is called `class 43`, also where its number stands before it."""
    question = "What is the reporting delay for keeper class 43?"
    rest = "\n".join(
        ["No. | Class | Delay in days | Limit"]
        + [f"{row} | Keeper class {row} | 9 | {100 - row}" for row in (55, 56, 57)]
    )
    named, other = asked_row(question, CLASSES), asked_row(question, rest)
    assert named is not None
    assert other is not None
    assert named.fit > other.fit

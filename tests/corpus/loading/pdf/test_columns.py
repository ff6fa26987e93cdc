"""PDF pages in columns and tables that no line parts: what goes on in the next line is told from what does not."""

from __future__ import annotations

import pytest

from corpus.loading import load
from tests.corpus.loading.pdf.drawn_pages import loaded, texts
from tests.corpus.loading.pdf_bytes import drawn_pdf, say

KEEPER = ("A keeper of tokens must hold", "capital of RVH 3,100,000 and", "keep an account with the bank",
          "of the island at all times. It", "must report each month on the", "tokens that it keeps.")  # fmt: skip
BROKER = ("A broker of tokens must hold", "capital of RVH 720,000 and is", "insured against a loss of keys",
          "for RVH 2 million. It must also", "report each year on the trades", "that it made.")  # fmt: skip
LENDER = ("A lender of tokens", "takes a pledge of", "130 per cent of", "each loan.")


def across(*columns: tuple[str, ...], xs: tuple[float, ...] = (60, 330), top: float = 700, pitch: float = 13) -> str:
    """Return columns drawn line by line across the page."""
    rows = range(max(map(len, columns)))
    return "".join(
        say(column[row], x, top - pitch * row) for row in rows for x, column in zip(xs, columns, strict=True)
        if row < len(column)
    )  # fmt: skip


@pytest.mark.parametrize("lines", [3, 6])
def test_a_column_that_ends_early_is_read_down(lines: int) -> None:
    """The rows of the longer column below it belong to no line of it."""
    short = (*BROKER[: lines - 1], "made.")
    read = texts(loaded(across(KEEPER, short)))
    assert read == [" ".join(KEEPER), " ".join(short)]


def test_narrow_columns_are_no_table() -> None:
    """Lines of few letters go on in the next ones, which those of cells do not."""
    columns = [tuple(line[:18].strip() + (" that" if row < 5 else ".") for row, line in enumerate(one)) for one in
               (KEEPER, BROKER)]  # fmt: skip
    columns = [
        tuple(line if not row else line[0].lower() + line[1:] for row, line in enumerate(one)) for one in columns
    ]
    read = texts(loaded(across(*columns, LENDER, xs=(60, 220, 380))))
    assert read == [" ".join(column) for column in (*columns, LENDER)]


def test_typewritten_columns_are_read_down() -> None:
    """Columns that are held apart by blanks within one piece of text."""
    rows = "".join(
        say(f"{a:<36}{b}", 60, 700 - 13 * row) for row, (a, b) in enumerate(zip(KEEPER, BROKER, strict=True))
    )
    data = drawn_pdf(rows).replace(b"/BaseFont /Helvetica ", b"/BaseFont /Courier   ")
    assert texts(load(data, "a.pdf")) == [" ".join(KEEPER), " ".join(BROKER)]


def test_two_stretches_of_columns_on_a_page() -> None:
    """Both are read down; a line over the whole width stands between them."""
    wide = "Part 2 holds for each keeper and for each broker on the island, whatever it keeps or trades."
    page = across(KEEPER, BROKER) + say(wide, 60, 600) + across(LENDER + LENDER, BROKER, top=570)
    read = texts(loaded(page))
    assert read == [" ".join(KEEPER), " ".join(BROKER), wide, " ".join(LENDER + LENDER), " ".join(BROKER)]


def test_cells_of_other_heights_are_one_row() -> None:
    """A cell of several lines may begin above those beside it, which stand at its middle or its foot."""
    rows = say("Firm", 60, 700) + say("Duty", 160, 700) + say("Limit", 400, 700)
    for row in range(1, 5):
        top = 700 - 40 * row
        rows += say(f"Class {row}", 60, top - 12) + say("Must file the form with the register and", 160, top)
        rows += say("send it to each client that asks", 160, top - 12) + say(f"{row + 10} days", 400, top - 12)
    (table,) = texts(loaded(rows))
    assert "Class 3 | Must file the form with the register and send it to each client that asks | 13 days" in table


def test_cells_that_stand_close_are_told_by_their_many_rows() -> None:
    """Browsers leave less than a letter's width between columns."""
    rows = say("Firm of the island", 60, 720) + say("Capital", 184, 720) + say("Report", 232, 720)
    rows += "".join(
        say(f"Class {row} that keeps tokens", 60, 720 - 18 * row) + say(f"RVH {row}00", 184, 720 - 18 * row)
        + say(f"{row} days", 232, 720 - 18 * row) for row in range(1, 8)
    )  # fmt: skip
    (table,) = texts(loaded(rows))
    assert "Class 5 that keeps tokens | RVH 500 | 5 days" in table


def test_numbers_that_follow_one_another_begin_paragraphs() -> None:
    """Rules set as close as the lines within them are told by their numbers, a number within a sentence is none."""
    rules = ("1. A keeper reports within", "30 days of the end of the year.", "2. A keeper pays RVH 40 in each of",
             "3 parts.", "2.1 The fee is due in May.", "3. A keeper answers its clients.")  # fmt: skip
    read = texts(loaded("".join(say(text, 60, 700 - 12 * row) for row, text in enumerate(rules))))
    assert read == [f"{rules[0]} {rules[1]}", f"{rules[2]} {rules[3]}", rules[4], rules[5]]


def test_a_raised_number_as_large_as_browsers_set_it_is_a_note() -> None:
    """It touches the word before it; a smaller line beside the text does not."""
    page = say("A pool waits 8", 60, 700, 12) + say("3", 134.7, 704, 10) + say("days to pay.", 144, 700, 12)
    assert texts(loaded(page)) == ["A pool waits 8 days [note 3] to pay."]


def test_labels_that_are_drawn_last_stand_before_their_lines() -> None:
    """Some programs draw the text of a list, and then all its numbers."""
    rules = ("A pool keeps validators.", "Seven are independent.", "A pool pays within 8 days.")
    page = "".join(say(text, 80, 700 - 14 * row) for row, text in enumerate(rules))
    page += "".join(say(label, 66, 700 - 14 * row) for row, label in enumerate(("1.", "2.", "3.")))
    assert texts(loaded(page)) == [f"{row}. {text}" for row, text in enumerate(rules, 1)]


def test_line_numbers_before_their_lines_are_no_figures() -> None:
    """They count every line, over which sentences go on; the numbers of a list stay."""
    lines = ("A keeper must hold capital of", "not less than", "3,100,000 dollars at all times", "and must report to",
             "the desk within ten days of the", "end of each month.")  # fmt: skip
    page = "".join(
        say(str(row), 60, 700 - 24 * row) + say(text, 95, 700 - 24 * row) for row, text in enumerate(lines, 1)
    )
    assert texts(loaded(page)) == [" ".join(lines)]
    rules = "".join(say(str(row), 60, 700 - 24 * row) + say("Pay the fee.", 95, 700 - 24 * row) for row in range(1, 8))
    assert "7 Pay the fee." in " ".join(texts(loaded(rules)))

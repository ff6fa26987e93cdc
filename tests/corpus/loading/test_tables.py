"""Tables as text: a line per row, heads above every part, and nothing lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from corpus.loading.tables import LETTERS, table_texts

CELLS = st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=1, max_size=60)
ROWS = st.integers(1, 4).flatmap(
    lambda columns: st.lists(st.lists(CELLS, min_size=columns, max_size=columns), min_size=1, max_size=40)
)


@given(ROWS, st.integers(0, 2))
def test_every_row_is_in_one_part(rows: list[list[str]], heads: int) -> None:
    """In its order, and its heads stand above each part unless they would fill it."""
    parts = [part.split("\n") for part in table_texts(rows, heads)]
    lines = [" | ".join(row) for row in rows]
    head = lines[:heads] if sum(map(len, lines[:heads])) <= LETTERS // 2 else []
    assert all(part[: len(head)] == head for part in parts)
    assert [line for part in parts for line in part[len(head) :]] == lines[len(head) :]


@given(ROWS)
def test_parts_are_no_longer_than_is_read_at_once(rows: list[list[str]]) -> None:
    """Unless a single row is."""
    for part in table_texts(rows):
        lines = part.split("\n")
        assert sum(map(len, lines)) <= LETTERS or len(lines) <= 2


def test_empty_rows_are_left_out() -> None:
    """Also where they stand among the heads; a table of heads alone is shown."""
    assert list(table_texts([["", ""], ["Class", "Fee"], ["", ""], ["A", "10"]], heads=2)) == ["Class | Fee\nA | 10"]
    assert list(table_texts([["Class", "Fee"]])) == ["Class | Fee"]
    assert list(table_texts([["", ""]])) == []


def test_long_heads_are_a_row_like_others() -> None:
    """Above each part they would leave no room for rows."""
    long = ["x" * LETTERS]
    assert list(table_texts([long, ["A"], ["B"]])) == [long[0], "A\nB"]

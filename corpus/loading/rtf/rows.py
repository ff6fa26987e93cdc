"""The tables of a rich text, which gives them cell by cell."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.loading.draft import Draft
from corpus.loading.tables import table_texts
from corpus.records import BlockKind


class Rows:
    """Gathers the cells of a table, row by row."""

    def __init__(self) -> None:
        """Begin without a table."""
        self._rows: list[list[str]] = []
        self._cells: list[str] = []
        self._lines: list[str] = []  # paragraphs of a cell before its last
        self._merges: list[str] = []  # by column: `clvmrg` where the cell goes on from above, `clmrg` from the left
        self._merge = ""
        self._heads = 0
        self._is_head = False

    def line(self, text: str) -> None:
        """Take a paragraph of a cell that is not its last."""
        if text:
            self._lines.append(text)

    def cell(self, text: str) -> None:
        """Take the last paragraph of a cell, which ends it."""
        self._cells.append(" ".join(one for one in (*self._lines, text) if one))
        self._lines = []

    def word(self, word: str) -> None:
        """Take a word that describes or ends a row."""
        if word == "trowd":
            self._merges, self._is_head = [], False
        elif word == "trhdr":
            self._is_head = True
        elif word == "cellx":
            self._merges.append(self._merge)
            self._merge = ""
        elif word in {"row", "nestrow"}:
            self._end_row()
        else:
            self._merge = word if word in {"clvmrg", "clmrg"} else self._merge

    def end(self) -> Iterator[Draft]:
        """Yield the table that has ended, if there is one."""
        if self._cells or self._lines:
            self._end_row()
        rows, heads = self._rows, self._heads
        self._rows, self._heads = [], 0
        if rows:
            yield from (Draft(text, BlockKind.TABLE) for text in table_texts(rows, max(heads, 1)))

    def _end_row(self) -> None:
        if self._lines:
            self.cell("")
        above = self._rows[-1] if self._rows else []
        cells = []
        for column, text in enumerate(self._cells):
            merge = self._merges[column] if column < len(self._merges) else ""
            if merge == "clmrg" and not text:
                continue
            cells.append(above[column] if merge == "clvmrg" and not text and column < len(above) else text)
        self._heads += self._is_head and self._heads == len(self._rows)
        self._rows.append(cells)
        self._cells = []

"""Lines of plain text become paragraphs: as a typewriter sets them, or as a program took them out of a PDF.

Such a program sets every line apart, breaks sentences at the ends of pages, and sets labels on lines of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.loading.cleaning import squeeze
from corpus.loading.structure.numbering import tokens_of
from corpus.loading.text.labels import ENDED, LABEL_ALONE, PROVISION, begins_label, goes_on, is_heading

WRAPPED = 140  # letters: where lines are usually longer, each is a paragraph that its program did not wrap
FULL = 0.75  # of the usual length: a shorter line may end a paragraph
FEWEST = 8  # lines: of fewer no habit can be told
MARKED = re.compile(r"\s*(#{1,6})\s+(?=\S)")  # a heading, as Markdown writes it
SET_APART, BROKEN = 0.6, 0.2  # shares of single lines, and of sentences that go on behind an empty line


@dataclass(frozen=True, slots=True)
class Row:
    """A line that says something: its number in the text, and whether an empty line stands before it."""

    text: str
    apart: bool
    place: int

    @property
    def words(self) -> str:
        """Its words with single blanks."""
        return squeeze(self.text)


def rows_of(lines: Sequence[str]) -> list[Row]:
    """Return the lines that say something."""
    rows: list[Row] = []
    apart = True
    for place, line in enumerate(lines):
        if line.strip():
            rows.append(Row(line, apart, place))
            apart = False
        else:
            apart = True
    return rows


def runs_of(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Yield the lines of each paragraph."""
    lengths = sorted(len(row.words) for row in rows)
    usual = lengths[len(lengths) * 3 // 4] if lengths else 0
    loose, plain = _set_apart(rows), not any(row.apart for row in rows[1:])
    run: list[Row] = []
    for row in rows:
        if run and _begins(run, row, usual, loose=loose, plain=plain):
            yield run
            run = []
        run.append(row)
    if run:
        yield run


def _set_apart(rows: Sequence[Row]) -> bool:
    """Return whether empty lines stand between the lines of one paragraph, and tell nothing."""
    if len(rows) < FEWEST:
        return False
    apart = [(before, row) for before, row in pairwise(rows) if row.apart]
    broken = sum(goes_on(before.words, row.words) for before, row in apart)
    return len(apart) >= SET_APART * len(rows) and broken >= BROKEN * len(apart)


def _begins(run: Sequence[Row], row: Row, usual: int, *, loose: bool, plain: bool) -> bool:
    """Return whether a line begins a paragraph."""
    before, line = run[-1].words, row.words
    if LABEL_ALONE.fullmatch(before):
        return False
    if any(PROVISION.fullmatch(one) or MARKED.match(one) for one in (before, line)):
        return True
    ended = ENDED.search(before) is not None
    short = len(before) < FULL * usual or usual > WRAPPED
    if begins_label(row.text):
        return ended or short or row.apart or not tokens_of(line)
    if row.apart and not loose:
        return not goes_on(before, line)
    if usual > WRAPPED or plain:  # each line is a paragraph, but for those that fill the width of the page
        return not goes_on(before, line) and (short or not plain)
    return _begins_within(run, row, ended=ended, short=short)


def _begins_within(run: Sequence[Row], row: Row, *, ended: bool, short: bool) -> bool:
    """Decide for a line that nothing sets apart: by how far it is set in, by headings, by the end of the one before."""
    before, line = run[-1], row
    if len(run) > 1 and _indent(line.text) > _indent(before.text):
        return True
    if is_heading(line.words) != is_heading(before.words):
        return ended or (short and not line.words[:1].islower())
    return ended and short


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())

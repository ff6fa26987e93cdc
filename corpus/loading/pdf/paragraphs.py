"""Paragraphs: the lines of a document's body are joined where one sentence runs on, over page ends too."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from corpus.loading.draft import Draft
from corpus.loading.hyphens import Words, join_lines
from corpus.loading.marks import settled
from corpus.loading.pdf.furniture import line_pitch
from corpus.loading.pdf.lines import Line
from corpus.loading.tables import table_texts
from corpus.records import BlockKind

GAP = 1.45  # a distance above this many line pitches begins a paragraph
SAME_X = 4.0  # points within which lines begin at the same place
FULL_LINE = 0.85  # a line with fewer letters than this share of the usual ends its paragraph
CENTRED = 60.0  # points; a larger difference of left edges is no indent
FEWEST_LABELS = 8  # labelled lines that show how a document sets its labels
FEW_LINES = 12
SINGLE = 1.25  # times the size: the pitch of lines set close
SAME_SIZE = 1.2  # points; a label may be set smaller than its text

LABEL = re.compile(
    r"[“‘\"']*(?:\((?:\d{1,3}[a-z]?|[a-z]{1,3}|[ivxl]{1,6}|[IVXL]{1,6}|[A-Z]{1,2})\)"
    r"|\d{1,3}[a-z]?\.(?:\d{1,2}\.?)*|[—–•])(?=\s|\()"
)
_STARTS = re.compile(
    r"[“‘\"']*(?:SEC(?:TION|\.) \w+\.|TITLE [IVX]+|CHAPTER \w+|ANNEX|Part [A-Z]:)"
    r"(?:\W|\Z)"
)
_ENDS = re.compile(r"(?:[.;:!?—。；：！？]|[;,] (?:and|or))[”’\"')\]*」』）]*\Z")
_NUMBER = re.compile(r"(?P<places>\d{1,3}(?:\.\d{1,3}){0,4})(?P<dot>[.)]?)\s+(?=\S)")
_CHINESE = re.compile(
    r"第[〇零○一二三四五六七八九十百千\d０-９]{1,9}[條条章節节編编款]|[（(]?[一二三四五六七八九十]{1,3}[、）)]"
)
_BLANK_TO_FILL = re.compile(r"(?:\. ){5,}\.? ?")  # the dots of a form
_ALONE = re.compile(r"(?:Article \d+[a-z]?|TITLE [IVXL]+|CHAPTER \w+|ANNEX(?: [IVXL]+)?)\Z")


class Layout:
    """How a document sets its paragraphs: hanging labels, or first lines set in."""

    def __init__(self, every: Sequence[Line]) -> None:
        """Measure the lines of the body, but for tables and fields."""
        lines = [line for line in every if not line.rotated and not line.alone]
        self.pitch = line_pitch(lines)
        if 0 < len(lines) < min(FEW_LINES, len(every)):  # beside a table, their distances may be those of paragraphs
            self.pitch = min(self.pitch, SINGLE * max(lines, key=lambda line: len(line.text)).size)
        self.letters = _usual_length(lines)
        steps = self._steps(lines, labelled=True)
        if sum(steps.values()) < FEWEST_LABELS:
            steps = self._steps(lines, labelled=False)
        step = steps.most_common(1)[0][0] if steps else 0
        self.hanging = step < 0
        self.step = abs(step)

    def _steps(self, lines: Sequence[Line], *, labelled: bool) -> Counter[int]:
        """Count how far first lines stand right (or left: negative) of the lines below them."""
        steps: Counter[int] = Counter()
        for before, line in pairwise(lines):
            step = before.x - line.x
            close = before.page == line.page and 0 < before.y - line.y < GAP * self.pitch
            if (
                close
                and not before.bold
                and SAME_X < abs(step) < CENTRED
                and (not labelled or LABEL.match(before.text))
            ):
                steps[round(step)] += 1
        return steps


def paragraphs(lines: Sequence[Line], words: Words) -> list[Draft]:
    """Join the lines of the body into paragraphs; rotated pages give tables with one row per line."""
    layout = Layout(lines)
    return [draft for run in _runs(lines, layout) for draft in _drafts(run, words)]


def _runs(lines: Sequence[Line], layout: Layout) -> Iterator[list[Line]]:
    run: list[Line] = []
    last: tuple[int, ...] = ()  # the number of the last paragraph that has one
    for position, line in enumerate(lines):
        following = lines[position + 1] if position + 1 < len(lines) else None
        if run and (_begins(run, line, following, layout) or _counts_on(run[-1], line, last, layout)):
            yield run
            run = []
        if not run:
            last = _places(line) or last
        run.append(line)
    if run:
        yield run


def _begins(run: Sequence[Line], line: Line, following: Line | None, layout: Layout) -> bool:
    """Return whether a line begins a new paragraph."""
    before = run[-1]
    if line.cells or before.cells:
        return not (line.cells and before.cells and len(line.cells) == len(before.cells))
    beyond = line.page > before.page + 1  # a page that holds no text
    if beyond or line.alone or before.alone or not (line.rotated or before.rotated or not _is_other_kind(before, line)):
        return True
    if line.rotated or before.rotated:
        apart = not (line.rotated and before.rotated) or line.page != before.page
        return apart or _is_table_title(line) or _is_table_title(before)
    match = LABEL.match(line.text)
    labelled = match is not None and (layout.hanging or "(" in match.group(0))
    if line.page != before.page:
        return _begins_page(run, line, following, layout, labelled=labelled)
    drop = before.y - line.y
    set_out = layout.hanging and line.x < before.x - SAME_X
    if not -SAME_X <= drop <= GAP * layout.pitch or (labelled and (_ENDS.search(before.text) or set_out)):
        return True
    return not layout.hanging and not line.bold and _set_in(run, line, layout, labelled=labelled)


def _places(line: Line) -> tuple[int, ...]:
    match = None if line.cells or line.rotated else _NUMBER.match(line.text)
    return tuple(map(int, match["places"].split("."))) if match else ()


def _counts_on(before: Line, line: Line, last: tuple[int, ...], layout: Layout) -> bool:
    """Return whether a line begins with the number that follows the last one, where lines stand equally far apart."""
    if before.cells or before.rotated:
        return False
    ended = _ENDS.search(before.text) is not None
    if ended and _CHINESE.match(line.text):
        return True
    places = _places(line)
    if not last or not places or not (ended or len(before.text) < FULL_LINE * layout.letters):
        return False
    follows = places == (*last, 1) or any(places == (*last[:depth], last[depth] + 1) for depth in range(len(last)))
    match = _NUMBER.match(line.text)
    return follows and (ended or len(places) > 1 or bool(match and match["dot"]))


def _is_other_kind(before: Line, line: Line) -> bool:
    """Return whether a heading begins or ends between two lines."""
    if _ALONE.match(line.text) or _ALONE.match(before.text) or line.bold != before.bold:
        return True
    if line.bold and abs(line.size - before.size) > SAME_SIZE:
        return True
    starts = _STARTS.match(line.text) is not None
    return starts and (line.bold or _ENDS.search(before.text) is not None)


def _is_table_title(line: Line) -> bool:
    """Tell the title of a table on a rotated page: an annex, or several bold words in capitals."""
    if _ALONE.match(line.text):
        return True
    capitals = sum(letter.isupper() for letter in line.text)
    return line.bold and line.text.count(" ") > 1 and 2 * capitals > sum(letter.isalpha() for letter in line.text)


def _begins_page(run: Sequence[Line], line: Line, following: Line | None, layout: Layout, *, labelled: bool) -> bool:
    """Decide for the first line of a page, where the distance to the line before tells nothing."""
    before = run[-1]
    ended = bool(_ENDS.search(before.text))
    if labelled:
        return ended
    if line.bold:
        return True
    if layout.hanging:
        short = len(before.text) < FULL_LINE * layout.letters
        return ended and (short or abs(line.x - before.x) > SAME_X)
    same_page = following is not None and following.page == line.page and abs(following.size - line.size) < SAME_SIZE
    return ended and same_page and following is not None and SAME_X < line.x - following.x <= layout.step + SAME_X


def _set_in(run: Sequence[Line], line: Line, layout: Layout, *, labelled: bool) -> bool:
    """Decide by the left edge, in a document whose first lines are set in."""
    before, first = run[-1], run[0]
    same = abs(line.x - before.x) <= SAME_X
    if len(run) > 1 and first.page == before.page:
        return not same
    if abs(first.x - layout.step - line.x) <= SAME_X:
        return False
    if same:
        return labelled or bool(_ENDS.search(before.text) and len(before.text) < FULL_LINE * layout.letters)
    return line.x > before.x or layout.step > 0


def _usual_length(lines: Sequence[Line]) -> float:
    lengths = sorted(len(line.text) for line in lines)
    return float(lengths[len(lengths) * 3 // 4]) if lengths else 0.0


def _drafts(run: Sequence[Line], words: Words) -> Iterator[Draft]:
    """Yield the paragraph that lines make, or the parts of a table."""
    if not run[0].cells:
        yield _draft(run, words)
        return
    rows = [[join_lines(cell.split("\n"), words) for cell in line.cells] for line in run]
    pages = [line.page for line in run]
    repeated = [place for place in range(1, len(rows)) if rows[place] == rows[0] and pages[place] > pages[place - 1]]
    rows = [row for place, row in enumerate(rows) if place not in repeated]
    for text in table_texts(rows):
        yield Draft(text, BlockKind.TABLE, page=pages[0], page_end=pages[-1], x=run[0].x, size=run[0].size)


def _draft(run: Sequence[Line], words: Words) -> Draft:
    first = run[0]
    if first.rotated:
        text = "\n".join(words.mend_capitals(line.text) for line in run)
    else:
        text = settled(join_lines([line.text for line in run], words))
    return Draft(
        text=_BLANK_TO_FILL.sub("… ", text.replace("‘‘", "“").replace("’’", "”")),
        kind=BlockKind.TABLE if first.rotated and not _is_table_title(first) else BlockKind.PARAGRAPH,
        page=first.page,
        page_end=run[-1].page,
        x=first.x,
        bold=first.bold,
        size=first.size,
    )

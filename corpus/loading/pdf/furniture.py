"""Page furniture: lines of a page that belong to no sentence.

Running headers, footers and stamps, page numbers, line numbers, margin notes and contents pages are dropped;
footnotes are set apart (`footnotes`).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from corpus.language.dates import NUMERIC
from corpus.loading.pdf.footnotes import SMALL, set_apart
from corpus.loading.pdf.lines import Fragment, Line

REPEATS = 0.2  # share of pages on which a line must repeat; headers that alternate sides have at most half
FEWEST_REPEATS = 3  # pages; below that, likeness is chance
SAME_HEIGHT = 4.0  # points within which repeated lines stand
EDGE = 0.09  # share of the page height where two repeats suffice: of five pages, a head on alternate sides has two
MOST_PAGES = 0.6  # share of the pages that have the same words at one side of their heads
APART, FEWEST_LETTERS = 3.0, 4  # times the size between the sides of a head, and letters of one
MARGIN = 0.16  # share of the page height at top and bottom where headers and footers stand
NUMBERED_LINES = 5  # lines of a page that end in a number left of the text, before they count as line numbers
COUNTING, GOING = 0.8, 0.3  # of numbered lines: how many count on, and how many go on with a small letter
NOTE = 0.85  # margin notes are set below this share
BESIDE = 0.6  # times the body size: a margin note stands no higher or lower than this from a line of the text
NOTE_GAP = 45.0  # points left of the innermost line where only notes stand; indents are at most 28 points
COLUMN_GAP = 90.0  # points right of the innermost body line where margin notes begin

ENTRY_END = 120  # letters at the end of a line where dot leaders and page number are looked for

_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"(?:page )?[-–(]?\s*(?:\d{1,4}|[ivxl]{1,6})\s*[-–)]?(?:\s*(?:of|/)\s*\d{1,4})?", re.IGNORECASE
)
_JOURNAL_HEAD = re.compile(
    rf"Official Journal|of the European Union|EN|L series|\d{{4}}/\d+ {NUMERIC}|ELI: http\S+ \S+"
)
_HEADING = re.compile(r"(?:Article|TITLE|CHAPTER|SECTION|Section|PART|Part|ANNEX|Schedule|SEC\.)(?: \w+)?\W?\Z")
_RULE = re.compile(r"[\W_]{5,}|[◊•■□§*]")
_LEADER_END = re.compile(r"(?:(?:\. ?){6,}|…{3,}|\.{6,})\s*(?:\d+|[ivxl]+)?\s*\Z")
_CONTENTS_HEAD = re.compile(r"(?:table of )?contents", re.IGNORECASE)
_US_ENTRY = re.compile(r"[“‘]*(?:Sec\. \w+\.|TITLE [IVX]+|Subtitle [A-Z]|PART [IVX]+|CHAPTER \d)")


@dataclass(slots=True)
class Sorted:
    """The lines of a document, sorted: the body, the footnotes, and what was dropped by what it is."""

    body: list[Line] = field(default_factory=list)
    footnotes: list[Line] = field(default_factory=list)
    furniture: list[Line] = field(default_factory=list)
    contents: int = 0


def sort_lines(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> Sorted:
    """Sort the lines of all pages; `heights` are the pages' heights in points."""
    repeated = _repeated(pages, heights)
    ends = _repeated_ends(pages, heights)
    body_size = _body_size(pages)
    result = Sorted()
    footnote = 0
    body: list[list[Line]] = []
    for lines, height in zip(pages, heights, strict=True):
        kept: list[Line] = []
        for line in lines:
            is_head = (
                (round(line.y / SAME_HEIGHT), _shape(line)) in repeated
                or _is_page_number(line, height)
                or any((round(line.y / SAME_HEIGHT), part) in ends for part in _ends(line, height))
            )
            if (
                is_head
                or _RULE.fullmatch(line.text)
                or (line.page == 1 and _in_margin(line, height) and _JOURNAL_HEAD.fullmatch(line.text))
            ):
                result.furniture.append(line)
            else:
                kept.append(line)
        kept = _without_margin_notes(_without_line_numbers(kept), body_size)
        kept, notes, footnote = set_apart(kept, body_size, footnote)
        result.footnotes += notes
        body.append(kept)
    result.body, result.contents = _without_contents([line for lines in body for line in lines], body_size)
    return result


def _shape(line: Line) -> str:
    return _DIGITS.sub("#", line.text)


def _in_margin(line: Line, height: float, share: float = MARGIN) -> bool:
    return not share * height < line.y < (1 - share) * height or line.rotated


def _repeated(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> set[tuple[int, str]]:
    """Find the lines that repeat at the same height of many pages, numbers in them aside."""
    seen: dict[tuple[int, str], set[int]] = defaultdict(set)
    within: Counter[str] = Counter()  # between the margins: rows and rules that are alike but for their numbers
    at_edge: set[str] = set()
    for lines, height in zip(pages, heights, strict=True):
        for line in lines:
            if not _in_margin(line, height):
                within[_shape(line)] += 1
            elif not line.rotated and not _HEADING.match(line.text):
                at_edge |= {_shape(line)} if _in_margin(line, height, EDGE) else set()
                seen[round(line.y / SAME_HEIGHT), _shape(line)].add(line.page)
    found = {
        key
        for key, on in seen.items()
        if len(on) >= max(2 if key[1] in at_edge else FEWEST_REPEATS, REPEATS * len(pages)) and within[key[1]] < len(on)
    }
    # The height may fall on either side of a rounding step.
    return {(step + near, shape) for step, shape in found for near in (-1, 0, 1)}


def _repeated_ends(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> set[tuple[int, str]]:
    """Find the words at one side of heads and feet that most pages have, whose other side names what the page holds."""
    seen: dict[tuple[int, str], set[int]] = defaultdict(set)
    for lines, height in zip(pages, heights, strict=True):
        for line in lines:
            for part in _ends(line, height):
                seen[round(line.y / SAME_HEIGHT), part].add(line.page)
    found = {key for key, on in seen.items() if len(on) >= max(FEWEST_REPEATS, MOST_PAGES * len(pages))}
    return {(step + near, part) for step, part in found for near in (-1, 0, 1)}


def _ends(line: Line, height: float) -> list[str]:
    """Return the first and the last words of a line at the edge of a page that stand well apart from the others."""
    if line.cells or line.rotated or len(line.fragments) < 2 or not _in_margin(line, height, EDGE):
        return []
    inked = [part for part in line.fragments if part.text.strip()]
    if not any(other.x - one.end > APART * line.size for one, other in pairwise(inked)):
        return []
    sides = (inked[0].text.strip(), inked[-1].text.strip())
    return [_DIGITS.sub("#", text) for text in sides if sum(map(str.isalpha, text)) >= FEWEST_LETTERS]


def _is_page_number(line: Line, height: float) -> bool:
    return _in_margin(line, height) and not line.rotated and _PAGE_NUMBER.fullmatch(line.text) is not None


def _body_size(pages: Sequence[Sequence[Line]]) -> float:
    """Return the size that most letters of the document have."""
    letters: Counter[float] = Counter()
    for lines in pages:
        for line in lines:
            letters[round(line.size, 1)] += len(line.text)
    return max(letters, key=lambda size: letters[size], default=0.0)


def _without_line_numbers(lines: list[Line]) -> list[Line]:
    """Take the line numbers off, which stand left of the text and come behind it in the content."""
    numbered = [position for position, line in enumerate(lines) if _has_line_number(line)]
    if len(numbered) < NUMBERED_LINES:
        return _without_numbers_before(lines)
    for position in numbered:
        inked = _inked(lines[position])
        lines[position] = Line(tuple(inked[:-1]), lines[position].page)
    return lines


def _without_numbers_before(lines: list[Line]) -> list[Line]:
    """Take the line numbers off that come before their lines: they count every line, and sentences go on over them."""
    counted = [position for position, line in enumerate(lines) if _number_before(line)]
    steps = sum(_number_before(lines[b]) == _number_before(lines[a]) + 1 for a, b in pairwise(counted))
    rest = {position: Line(tuple(_inked(lines[position])[1:]), lines[position].page) for position in counted}
    going = sum(line.text[:1].islower() for line in rest.values())
    if steps < max(NUMBERED_LINES, COUNTING * len(counted)) - 1 or going < GOING * len(counted):
        return lines
    return [rest.get(position, line) for position, line in enumerate(lines)]


def _number_before(line: Line) -> int:
    """Return the number that stands well apart before a line, 0 where none does."""
    inked = [part for part in _inked(line) if part.text.strip()] if len(line.fragments) > 1 and not line.cells else []
    if len(inked) < 2 or not inked[0].text.strip().isdecimal() or inked[1].x - inked[0].end < inked[0].size:
        return 0
    return int(inked[0].text)


def _has_line_number(line: Line) -> bool:
    inked = _inked(line)
    return len(inked) > 1 and inked[-1].text.strip().isdigit() and inked[-1].x < line.x


def _inked(line: Line) -> list[Fragment]:
    """Return the fragments of a line up to the last one that shows anything."""
    last = max(position for position, part in enumerate(line.fragments) if part.text.strip())
    return list(line.fragments[: last + 1])


def _without_margin_notes(lines: list[Line], body_size: float) -> list[Line]:
    """Drop small lines beside the column of the text."""
    body = [line for line in lines if line.size >= SMALL * body_size and not line.rotated]
    if not body:
        return lines
    left, right = min(line.x for line in body) - SAME_HEIGHT, max(line.x for line in body) + COLUMN_GAP

    def is_note(line: Line) -> bool:
        if line.rotated or line.bold or line.size >= NOTE * body_size:
            return False
        beside = any(abs(line.y - other.y) < BESIDE * body_size for other in body)
        return line.x > right or line.x < left - NOTE_GAP or (line.x < left and beside)

    return [line for line in lines if not is_note(line)]


def _without_contents(lines: list[Line], body_size: float) -> tuple[list[Line], int]:
    """Drop tables of contents: entries with dot leaders, and the small `Sec. 1.` lists of United States laws."""
    drop: set[int] = set()
    in_list = False
    for position, line in enumerate(lines):
        small = line.size < NOTE * body_size and not line.bold
        in_list = small and (in_list or _US_ENTRY.match(line.text) is not None)
        if in_list:
            drop.add(position)
    ends = [position for position, line in enumerate(lines) if _LEADER_END.search(line.text[-ENTRY_END:])]
    drop.update(ends)
    for position in range(len(lines)):
        if _CONTENTS_HEAD.fullmatch(lines[position].text):
            within = [end for end in ends if position < end <= position + 400]
            last = position
            for end in within:  # entries of two lines have a leader on the second only
                if end - last > 3:
                    break
                last = end
            drop.update(range(position, last + 1))
    return [line for position, line in enumerate(lines) if position not in drop], len(drop)


def line_pitch(lines: Sequence[Line]) -> float:
    """Return the usual distance of two lines of one paragraph in points."""
    steps = Counter(
        round(before.y - line.y)
        for before, line in pairwise(lines)
        if before.page == line.page and 0 < before.y - line.y < 3 * max(line.size, 1.0)
    )
    return float(steps.most_common(1)[0][0]) if steps else 0.0

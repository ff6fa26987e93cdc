"""The structure of legal texts: which scheme a text follows decides how its headings and labels are read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from corpus.loading.draft import Draft
from corpus.loading.structure import eu, sections, us
from corpus.loading.structure.numbering import Numbering, points_of
from corpus.records import Block, BlockKind

HEADING_LENGTH = 160  # letters; a longer line is a paragraph
LARGER = 1.5  # points above the body size that make a heading
FEWEST_NUMBERS = 4  # numbered paragraphs, never going backwards, before their numbers count as what people cite

_SECTION_HEAD = re.compile(r"(?P<roman>[IVX]{1,5})\.\s+[A-Z]|(?P<letter>[A-Z])\.\s+[A-Z]|(?P<number>\d{1,2})\.\s+[A-Z]")
_NUMBER = re.compile(r"(?P<number>\d{1,3}(?:\.\d{1,3})*)(?P<mark>[.)]?)\s+(?=[^\W\d_]|[“‘\"(])")
MOST_A_SECTION = 5  # numbered paragraphs for each section: a text with more is made of those, and names some sections
SKIPPED = 3  # numbers in a row that may be missing
FEWEST_ROW = 8  # single numbers in a row, before they count paragraphs and not the items of a list
MOST_BELOW = 25  # paragraphs without a number that belong to the one above them
REGULAR = 0.8  # of the numbers that go on, or begin again, before a text is taken to count its paragraphs
_END = re.compile(r"[.;:,]\W*\Z")


def structured(drafts: Sequence[Draft]) -> list[Block]:
    """Return the blocks of a text with levels and labels, by the scheme that its headings follow.

    The schemes are the European Union's (`Article 36`), that of the laws of the United States (`SEC. 4.`), sections
    of statutes anywhere (`§ 123a`, `Article VI`), and numbered paragraphs; a text without any keeps its paragraphs.
    """
    articles = sum(eu.ARTICLE.match(draft.text) is not None for draft in drafts)
    american = sum(us.is_section(draft) for draft in drafts)
    if articles >= 1 and articles >= american:
        return list(eu.structured(drafts))
    if american > 1:
        return list(us.structured(drafts))
    numbers = _numbers(drafts)
    if (made := sections.count(drafts)) and made * MOST_A_SECTION >= len(numbers):
        return list(sections.structured(drafts))
    return list(_plain(drafts, numbers))


def _plain(drafts: Sequence[Draft], numbers: Mapping[int, str]) -> Iterator[Block]:
    """Yield the blocks of a text without a known scheme; paragraph numbers become labels, with points below them."""
    size = _body_size(drafts)
    numbering = Numbering(sections.LETTERED)
    label = before = ""  # the number that is open, and the paragraph before
    below = 0
    for place, draft in enumerate(drafts):
        if draft.kind is not BlockKind.PARAGRAPH:
            yield draft.block()
            continue
        is_heading = draft.level > 0 or _is_heading(draft, size)
        below = 0 if place in numbers else below + 1
        if place in numbers or is_heading or below > MOST_BELOW:
            label = f"para {numbers[place]}" if place in numbers else ""
            numbering.clear()
        if is_heading:
            yield draft.heading(draft.level or _level(draft.text), label)
        else:
            for token in points_of(draft.text) if label and place not in numbers else ():
                numbering.enter(token, leads_in=before.rstrip().endswith((":", "—", "–")))
            yield draft.block(f"{label}{numbering.path}" if label else "")
        before = draft.text


def _body_size(drafts: Sequence[Draft]) -> float:
    letters: dict[float, int] = {}
    for draft in drafts:
        letters[draft.size] = letters.get(draft.size, 0) + len(draft.text)
    return max(letters, key=lambda size: letters[size], default=0.0)


def _is_heading(draft: Draft, body_size: float) -> bool:
    """Tell a heading by its short line, and by its type, its capitals or its number."""
    text = draft.text
    if len(text) > HEADING_LENGTH or _END.search(text) or not any(letter.isalpha() for letter in text) or "\n" in text:
        return False
    loud = draft.bold or draft.size > body_size + LARGER
    return loud or (draft.x is not None and len(text) > 3 and _SECTION_HEAD.match(text) is not None)


def _level(text: str) -> int:
    """Return 2 for `I. Facts`, 3 for `A. Sales`, 4 for `1. Offers`, and 1 for a heading without a number."""
    match = _SECTION_HEAD.match(text)
    if match is None:
        return 1
    return {"roman": 2, "letter": 3, "number": 4}[match.lastgroup or "number"]


def _numbers(drafts: Sequence[Draft]) -> dict[int, str]:
    """Return the numbers by which paragraphs are cited, by their places in the text; empty where it counts none.

    They run on through the text, or through each part of it. Where most numbers have several steps (`4.8.1`), those
    of one are items of lists.
    """
    found = [(place, match) for place, draft in enumerate(drafts) if (match := _NUMBER.match(draft.text))]
    plain = [(place, match["number"]) for place, match in found if not drafts[place].level]
    if len(plain) >= FEWEST_NUMBERS and all(_steps(a) < _steps(b) for (_, a), (_, b) in pairwise(plain)):
        return dict(plain)
    deep = [(place, match["number"]) for place, match in found if "." in match["number"]]
    flat = [(place, match["number"]) for place, match in found if match["mark"] and "." not in match["number"]]
    for numbers in (deep, flat) if len(deep) >= len(flat) else (flat,):
        regular = sum(_goes_on(_steps(a), _steps(b)) for (_, a), (_, b) in pairwise(numbers))
        if len(numbers) >= FEWEST_NUMBERS and regular >= REGULAR * (len(numbers) - 1):
            return dict(_without_lists(numbers))
    return {}


def _without_lists(numbers: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """Leave out short rows that begin anew: those number the items of lists."""
    begun = [row for row, (_, number) in enumerate(numbers) if row == 0 or number == "1"]
    rows = [numbers[start:end] for start, end in pairwise([*begun, len(numbers)])]
    return [one for row in rows if len(row) >= FEWEST_ROW or row[0][1] != "1" for one in row]


def _steps(number: str) -> tuple[int, ...]:
    return tuple(int(part) for part in number.split("."))


def _goes_on(before: tuple[int, ...], after: tuple[int, ...]) -> bool:
    """Return whether a number comes soon after another one, or begins anew."""
    return after == (1,) or (before < after and after[0] <= before[0] + SKIPPED)

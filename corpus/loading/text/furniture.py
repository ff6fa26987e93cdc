"""Page furniture of extracted text: running heads, page numbers and contents that no sentence holds.

Without places on a page a head is told by what it does: it comes again and again, and stands in the middle of
sentences that go on behind it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from corpus.loading.text.labels import ENDED, begins_label

FEWEST_REPEATS = 4
HEAD_LENGTH = 160
BREAKS, SHARE = 2, 0.1  # sentences that a head breaks, and their share of its places
FEWEST_SPREAD, SPREAD = 5, 0.5  # places of such a head, and the share of the text from the first to the last of them
LONG = 24  # letters of a head that is also looked for within lines, or that its own page numbers tell
ASCENDING = 0.7  # of numbers: they count pages if so many ascend
BESIDE = 0.5  # of the places of a repeated line: a head if so many are beside a page number
TAILS = 8  # lines that end in a date and a page number, before they are taken off
_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(r"[-–—\[(]?\s*(?:page\s+)?(\d{1,4})(?:\s*(?:of|/)\s*\d{1,4})?\s*[-–—\])]?", re.IGNORECASE)
_LEADERS = re.compile(r"(?:\. ?){6,}|…{3,}|_{6,}")
_TAIL = re.compile(r"(?:\A|\s+)([A-Z][a-z]+ \d{4}) (\d{1,4})\s*\Z")
ENTRY = 300  # letters: a longer line with leaders holds more than entries of contents


def without_furniture(lines: Sequence[str], found: Counter[str]) -> list[str]:
    """Return the lines without running heads and page numbers, which leave nothing, and without contents.

    Lines of contents are counted in `found`.
    """
    heads = running_heads(lines)
    within, tails = _within(heads), _tails(lines)
    kept: list[str] = []
    for place, line in enumerate(lines):
        if place in heads:
            continue
        if _LEADERS.search(line) and len(line) < ENTRY and not line.strip(" ._…").endswith(":"):
            found["lines of tables of contents"] += 1
            continue
        text = _TAIL.sub("", line) if place in tails else line
        kept.append(within.sub(" ", text) if within else text)
    return kept


def running_heads(lines: Sequence[str]) -> dict[int, str]:
    """Return the running heads and page numbers, by the places of their lines."""
    repeated = _repeated(lines)
    numbers = _page_numbers(lines)
    aside = {place for places in repeated.values() for place in places} | set(numbers)
    heads = dict.fromkeys(numbers, "")
    filled = [place for place, line in enumerate(lines) if line.strip()]
    solid = [place for place in filled if place not in aside]
    for places in repeated.values():
        breaks = sum(_breaks(lines, solid, place) for place in places)
        beside = sum(_is_beside(filled, heads, place) for place in places)
        counted = (
            len(places) >= FEWEST_SPREAD
            and len(lines[places[0]].strip()) >= LONG
            and _ascend([_number(lines[place]) for place in places])
        )
        spread = len(places) >= FEWEST_SPREAD and places[-1] - places[0] >= SPREAD * len(lines)
        if (spread and breaks >= max(BREAKS, SHARE * len(places))) or beside >= BESIDE * len(places) or counted:
            heads |= {place: lines[place].strip() for place in places}
    return heads | {place: "" for place in filled if _is_speck(lines[place]) and _is_beside(filled, heads, place)}


def _is_speck(line: str) -> bool:
    """Return whether a line is one letter, as marks on a scanned page are read."""
    text = line.strip()
    return len(text) == 1 and not text.isdigit()


def _repeated(lines: Sequence[str]) -> dict[str, list[int]]:
    """Return the places of the lines that come again, their digits aside, by what they have in common."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, line in enumerate(lines):
        text = " ".join(line.split())
        wordy = sum(letter.isalpha() for letter in text) > 3
        whole = not text[:1].islower() and not text.endswith((",", ";"))
        if wordy and whole and len(text) <= HEAD_LENGTH and not begins_label(text):
            places[_DIGITS.sub("#", text).replace(" ", "")].append(place)  # where scans are read, blanks come and go
    return {shape: where for shape, where in places.items() if len(where) >= FEWEST_REPEATS}


def _breaks(lines: Sequence[str], solid: Sequence[int], place: int) -> bool:
    """Return whether a line stands within a sentence: the text before it has no end, and goes on in small letters."""
    position = bisect_left(solid, place)
    if not 0 < position < len(solid):
        return False
    before, after = lines[solid[position - 1]].rstrip(), lines[solid[position]].lstrip()
    return not ENDED.search(before) and after[:1].islower() and before[-1:].isalnum()


def _is_beside(filled: Sequence[int], heads: Mapping[int, str], place: int) -> bool:
    """Return whether the line before or behind one is a head or a page number."""
    position = bisect_left(filled, place)
    return any(
        near in heads for near in (*filled[max(0, position - 1) : position], *filled[position + 1 : position + 2])
    )


def _number(line: str) -> int:
    """Return the number that a line begins or ends with, and -1 where it has none."""
    match = re.search(r"\A\W*(\d{1,4})\b|\b(\d{1,4})\W*\Z", line)
    return int(match[1] or match[2]) if match else -1


def _ascend(numbers: Sequence[int]) -> bool:
    """Return whether nearly all of some numbers ascend, as those of pages do."""
    rising: list[int] = []
    for number in numbers:
        at = bisect_left(rising, number)
        rising[at : at + 1] = [number]
    return len(numbers) >= FEWEST_REPEATS and len(rising) >= ASCENDING * len(numbers)


def _page_numbers(lines: Sequence[str]) -> list[int]:
    """Return the places of lines that only count pages: most of their numbers ascend."""
    found = [(place, int(match[1])) for place, line in enumerate(lines) if (match := _NUMBER.fullmatch(line.strip()))]
    return [place for place, _ in found] if _ascend([number for _, number in found]) else []


def _tails(lines: Sequence[str]) -> frozenset[int]:
    """Return the places of lines to whose end the date of an edition and the number of the page are glued."""
    found = [(place, match) for place, line in enumerate(lines) if (match := _TAIL.search(line))]
    counts = len(found) >= TAILS and _ascend([int(match[2]) for _, match in found])
    return frozenset(place for place, _ in found) if counts else frozenset()


def _within(heads: Mapping[int, str]) -> re.Pattern[str] | None:
    """Return a pattern of long heads as they are glued to a line's text, with the number of the page beside them."""
    texts = {re.sub(r"\A\W*\d*\W*|\W*\d*\W*\Z", "", head) for head in heads.values()}
    long = sorted((text for text in texts if len(text) >= LONG), key=len, reverse=True)
    if not long:
        return None
    return re.compile(rf"(?:\b\d{{1,4}}\s+\W?\s*)?(?:{'|'.join(map(re.escape, long))})(?:\s*\W?\s*\d{{1,4}}\b)?")

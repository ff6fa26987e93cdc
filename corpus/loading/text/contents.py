"""A text's own table of contents: what it lists is a heading where it stands again, and is told no second time.

The entries stand close together, and the lines that repeat them far apart and in the same order.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

FEWEST = 6  # entries before lines count as contents
LISTED = 0.6  # of the lines from the first entry to the last one: the others are the ends of long entries
GAP = 4  # lines between two entries: more begin another list
APART = 4.0  # times the length of the contents, from the first heading to the last
ENTRY_LENGTH, FEWEST_LETTERS = 160, 5
MOST_LINES = 3  # of a labelled entry
TOP, MOST = 1, 5  # signs of a heading: levels 2 to 6

_PAGE = re.compile(r"[\s.…_]+(?:\d{1,4}|\\\d+\\)\s*\Z")  # or the mark of a note
_SENTENCE = re.compile(r"[;:,]\s*\Z|\b(?:shall|must)\b")
_LABEL = re.compile(r"(?:(?P<roman>[IVXL]+)|(?P<letter>[A-Z])|(?P<number>\d{1,2}(?:\.\d{1,3})*))[.)]?\s+(?=[A-Z“‘`'])")


@dataclass(frozen=True, slots=True)
class Entry:
    """Lines of the contents, and the lines that they list: the place of the first, and how many there are."""

    place: int
    lines: int
    heading: int
    heading_lines: int


def with_headings(lines: Sequence[str], found: Counter[str]) -> list[str]:
    """Return the lines with the headings that the contents list marked by `#`, and without those contents."""
    entries = list(_contents(lines))
    if not entries:
        return list(lines)
    found["lines of tables of contents"] += len(entries)
    kept = list(lines)
    texts = [_joined(lines, entry.heading, entry.heading_lines) for entry in entries]
    levels = _levels(texts)
    for entry, text in zip(entries, texts, strict=True):
        for start, count in ((entry.place, entry.lines), (entry.heading, entry.heading_lines)):
            kept[start : start + count] = [""] * count
        kept[entry.heading] = f"{'#' * levels[_kind(text)]} {text}"
    return kept


def _joined(lines: Sequence[str], place: int, count: int) -> str:
    return " ".join(line.strip() for line in lines[place : place + count])


Place = tuple[int, int]  # the first line, and how many there are


def _contents(lines: Sequence[str]) -> Iterator[Entry]:
    """Yield the entries of the first list of lines that all stand again below, far apart and in order."""
    places: defaultdict[str, list[Place]] = defaultdict(list)
    for place, _line in enumerate(lines):
        for count in range(1, MOST_LINES + 1):
            if count > 1 and not _continues(lines, place, count):
                break
            if key := _key(_joined(lines, place, count)):
                places[key].append((place, count))
    again = [(place, key) for key, where in places.items() if len(where) > 1 for place in where[:-1]]
    longest = {place[0]: (place, key) for place, key in sorted(again)}  # of those that begin on a line
    number = {place: row for row, place in enumerate(place for place, line in enumerate(lines) if line.strip())}
    for run in _runs([longest[place] for place in sorted(longest)], number):
        entries = list(_followed(run, places))
        if len(entries) < FEWEST:
            continue
        length = number[entries[-1].place] - number[entries[0].place] + 1
        spread = number[entries[-1].heading] - number[entries[0].heading]
        if sum(entry.lines for entry in entries) >= LISTED * length and spread >= APART * length:
            yield from entries
            return


def _continues(lines: Sequence[str], place: int, count: int) -> bool:
    """Return whether the last of some lines goes on with a labelled entry that begins on the first."""
    last = lines[place + count - 1 : place + count]
    return bool(last and last[0].strip() and _LABEL.match(lines[place].strip())) and not _LABEL.match(last[0].strip())


def _runs(again: Sequence[tuple[Place, str]], number: dict[int, int]) -> Iterator[list[tuple[Place, str]]]:
    """Yield the lines that stand again, those close together at a time."""
    run: list[tuple[Place, str]] = []
    for place, key in again:
        if run and number[place[0]] - number[run[-1][0][0]] > GAP:
            yield run
            run = []
        run.append((place, key))
    yield run


def _followed(run: Sequence[tuple[Place, str]], places: dict[str, list[Place]]) -> Iterator[Entry]:
    """Yield the lines of a run with the first place below the run, and behind the heading before, that repeats each."""
    end, done = run[-1][0][0] if run else 0, -1
    for (place, count), key in run:
        heading = next((one for one in places[key] if one[0] > end), None)
        if heading is not None and place > done:
            yield Entry(place, count, *heading)
            end, done = heading[0], place + count - 1


def _key(line: str) -> str:
    """Return the letters and digits of a line without a page number; nothing for one that is no entry."""
    text = _PAGE.sub("", line.strip())
    letters = sum(letter.isalpha() for letter in text)
    if not letters >= FEWEST_LETTERS or len(text) > ENTRY_LENGTH or _SENTENCE.search(text) or text[:1].islower():
        return ""
    return "".join(re.findall(r"\w+", text.lower()))


def _kind(text: str) -> str:
    """Return what labels a heading: a Roman number, a letter, a number of one step or of more, or nothing."""
    match = _LABEL.match(text.strip())
    if match is None:
        return ""
    if match["number"]:
        return f"number {match['number'].count('.')}"
    return "roman" if match["roman"] and len(match["roman"]) > 1 else "letter" if match["letter"] else "roman"


def _levels(headings: Sequence[str]) -> dict[str, int]:
    """Return the level of each kind of label: those that come first stand above those that come later."""
    kinds = [kind for kind, _ in groupby(_kind(heading) for heading in headings)]
    order = dict.fromkeys(kind for kind in kinds if kind)
    levels = {kind: min(MOST, TOP + depth) for depth, kind in enumerate(order)}
    return {"": TOP} | levels

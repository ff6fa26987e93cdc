"""What tells where a paragraph of plain text begins and ends: labels, numbers, headings, the end of a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.loading.structure.numbering import tokens_of

HEADING_LENGTH = 80
SKIPPED = 2  # numbers within a line: one in a row may be missing

ENDED = re.compile(r"[.;:!?。；：！？]\W*\Z|[;,]\s(?:and|or)\s*\Z")
LABEL_ALONE = re.compile(r"\(\w{1,6}\)|\d{1,3}[a-z]?[.)]|\d{1,3}(?:\.\d{1,3})+\.?|[a-z]{1,4}[.)]|[•▪●○]")
PROVISION = re.compile(r"(?:Article|Section|ANNEX|Annex|TITLE|CHAPTER|PART|Part|Chapter|SCHEDULE|Schedule) [\w()]{1,6}")
ITEM = re.compile(r"\s*[-*•▪–—]\s")

_DIVISION = re.compile(
    r"(?:Part|Chapter|Title|Section|Book|Division|Schedule|Annex|Appendix)\s+(?:[IVXLC]+|\d+|[A-Z]|One|Two|Three|Four|Five|"
    r"Six|Seven|Eight|Nine|Ten)\s*[:.–—-]\s*(?=\S)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\d{1,3}(?:\.\d{1,3})+\.?\s+\S|\w{1,3}\)\s+\S")
_BARE = re.compile(r"\A(?:\(?\w{1,4}[.)]|\d{1,3}(?:\.\d{1,3})+\.?)\s+")
_NO_HEADING = re.compile(r"[:;,.!?%$€£@]\W*$|[:%$€£@]|\d{2,}")
_WORD = re.compile(r"[^\W\d_]+")
_WITHIN = re.compile(
    r"(?:(?<=[.;:!?”’)])|(?<!paragraph)(?<!paragraphs)(?<!section)(?<!and)(?<!rule)(?=\s+\d+\.\d))"
    r"\s+(?=(\d{1,5}(?:\.\d{1,3})+|\d{1,3}\.)\s+[A-Z“‘(])"
    r"|(?<=\s\.)(?=(?P<glued>\d{1,3}(?:\.\d{1,3})+)\s+[A-Z“‘(])"
)
_NUMBER = re.compile(r"(\d{1,3}(?:\.\d{1,3})+|\d{1,3}\.)\s")


def goes_on(before: str, after: str) -> bool:
    """Return whether a sentence goes on from one line to the next, by its missing end and the small letter."""
    return not ENDED.search(before) and after[:1].islower() and not begins_label(after)


def begins_label(line: str) -> bool:
    """Return whether a line begins with a label or the sign of a list."""
    text = line.strip()
    return bool(tokens_of(text) or ITEM.match(line) or _NUMBERED.match(text) or LABEL_ALONE.fullmatch(text))


def is_heading(line: str) -> bool:
    """Return whether a line reads as a heading: short, with capital words, without figures or an end."""
    if PROVISION.fullmatch(line):
        return True
    if division := _DIVISION.match(line):
        return is_heading(line[division.end() :])
    text = _BARE.sub("", line)
    words = [word for word in _WORD.findall(text) if len(word) > 3]
    capitals = bool(words) and all(word[0].isupper() for word in words)
    loud = text == line or text.isupper()  # behind a number, small letters may be those of an item
    return (len(line) <= HEADING_LENGTH or line.isupper()) and capitals and loud and not _NO_HEADING.search(text)


class Numbers:
    """The numbers of a text's paragraphs as they go on, by which those within a line are told from other figures."""

    def __init__(self) -> None:
        """Begin before the first."""
        self._last: tuple[int, ...] = ()

    def parts(self, text: str) -> Iterator[str]:
        """Yield the numbered paragraphs that stand in one line, each with its number."""
        if match := _NUMBER.match(text):
            self._last = _read(match[1])
        start = 0
        for match in _WITHIN.finditer(text):
            written = match[1] or match["glued"]
            number = self._next(written)
            if number:
                yield text[start : match.start()].rstrip()
                start, self._last = match.end() + len(written) - len(_written(number, written)), number
        yield text[start:]

    def _next(self, written: str) -> tuple[int, ...]:
        """Return the number that goes on, without a page number glued to it; empty where none does."""
        whole = _read(written)
        glued = (_read(written[cut:]) for cut in range(1, len(str(whole[0]))))
        return next((one for one in (whole, *glued) if self._last and _follows(self._last, one)), ())


def _written(number: tuple[int, ...], as_found: str) -> str:
    """Return a number as its text writes it: with a full stop where it has one."""
    return ".".join(map(str, number)) + "." * as_found.endswith(".")


def _read(number: str) -> tuple[int, ...]:
    return tuple(int(part) for part in number.split(".") if part)


def _follows(last: tuple[int, ...], number: tuple[int, ...]) -> bool:
    """Return whether a number is one of the next: of the same depth, the first below it, or of one above."""
    if number == (*last, 1):
        return True
    above = last[: len(number)]
    return len(number) <= len(last) and number[:-1] == above[:-1] and 0 < number[-1] - above[-1] <= SKIPPED

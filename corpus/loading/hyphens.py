"""Joining lines: hyphens at line ends are decided by what the document itself writes elsewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_LAST_PART = re.compile(r"([^\W\d_]+(?:[-\u2010][^\W\d_]+)*)[-\u2010]\Z")
_FIRST_PART = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_SOFT = re.compile("\\s*\u00ad+\\s*")
_URL_END = re.compile(r"https?://\S*[/.]\Z|(?<=[/.])(?<=\S)data\.\Z")
_DASH_END = re.compile(r"(?<=\S)[–—]\Z")
_SPLIT_CAPITAL = re.compile(r"(?<![^\W_])([A-Z]) ([A-Z]+)(?![a-z])")
_TORN_ENDING = re.compile(r"\b([a-z]{3,}) ([b-hj-z])\b")
IDEOGRAPH = re.compile("[\u2e80-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")
_HYPHENS = "-\u2010"


class Words:
    """The words of a document by how often it writes them within a line, case aside."""

    def __init__(self, lines: Iterable[str]) -> None:
        """Count the words of the lines; the halves of words at line ends do not count."""
        self._counts: Counter[str] = Counter()
        half = False
        for line in lines:
            words = _WORD.findall(_SPLIT_CAPITAL.sub(" ", line.replace("\u00ad", "")))
            start = 1 if half else 0
            half = line.rstrip()[-1:] in {*_HYPHENS, "\u00ad"}
            self._counts.update(word.lower() for word in words[start : len(words) - half])

    def __getitem__(self, word: str) -> int:
        """Return how often a word occurs."""
        return self._counts[word.lower().replace("\u2010", "-")]

    def keeps_hyphen(self, before: str, after: str) -> bool:
        """Return whether two halves at a line end are one word with a hyphen (`crypto-assets`) and not one without.

        What the document writes elsewhere decides; of two halves that are both words of their own, and occur in
        neither form, the hyphen stays; otherwise it was the typesetter's.
        """
        joined, hyphenated = self[before + after], self[f"{before}-{after}"]
        if joined or hyphenated:
            return hyphenated > joined
        first, last = before.rsplit("-", maxsplit=1)[-1], after.split("-", maxsplit=1)[0]
        if len(before.split("-")) > 1 and (self[first + last] or not self[first]):
            return False
        known = self[first] > 0 and self[last] > 0
        return known and min(len(first), len(last)) > 2

    def mend_capitals(self, text: str) -> str:
        """Join capitals that small caps tore off their word (`I N GENERAL`, `A PPROPRIATE`)."""

        def mend(match: re.Match[str]) -> str:
            head, tail = match.groups()
            whole = head + tail
            torn = self[whole] > self[tail] if self[tail] else True
            return whole if torn else match.group(0)

        return _SPLIT_CAPITAL.sub(mend, text)

    def mend_endings(self, text: str) -> str:
        """Join a last letter that the extraction tore off its word (`resolutio n`), where it is whole elsewhere."""

        def mend(match: re.Match[str]) -> str:
            head, last = match.groups()
            return head + last if self[head + last] and self[head] <= self[head + last] else match.group(0)

        return _TORN_ENDING.sub(mend, text)


def join_lines(lines: Sequence[str], words: Words) -> str:
    """Join the lines of one paragraph into one text, without the hyphens of the typesetter."""
    text = ""
    for line in lines:
        text = _joined(text, line.strip(), words) if text else line.strip()
    return words.mend_capitals(words.mend_endings(_SOFT.sub("", text)))


def _joined(text: str, line: str, words: Words) -> str:
    if text.endswith("\u00ad"):
        return text.rstrip("\u00ad ") + line
    before, after = _LAST_PART.search(text), _FIRST_PART.match(line)
    if before and after:
        return (text if words.keeps_hyphen(before.group(1), after.group(0)) else text[:-1]) + line
    if IDEOGRAPH.match(text[-1:]) and IDEOGRAPH.match(line):
        return text + line
    if _DASH_END.search(text) or _URL_END.search(text) or (text[-1:] in _HYPHENS and line[:1].isdigit()):
        return text + line
    return f"{text} {line}"

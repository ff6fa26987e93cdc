"""What a sentence of the model cites, and its text without markers, links and pictures."""

from __future__ import annotations

import re
from dataclasses import dataclass

CITATION = re.compile(r"\s*\[\s*(\d{1,3}(?:\s*[,，、]\s*\d{1,3})*)\s*\]")
OTHER_MARKER = re.compile(
    r"\s*(?:\[\^?(?:passages?|sources?|documents?|refs?)?[\s:.#]*\d[^\[\]]{0,20}\]|[【［][^】］\n]{0,20}\d[^】］\n]{0,20}[】］]"
    r"|\((?:passages?|sources?)[\s:#]*\d[^()]{0,12}\)|[¹²³⁰⁴-⁹]+)",
    re.IGNORECASE,
)
IMAGE = re.compile(r"!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])?")
LINK = re.compile(r"\[([^\]]*)\]\(\s*[^)]*\)")
REFERENCE = re.compile(r"^\s*\[[^\]]+\]:\s*\S+.*$")
ADDRESS = re.compile(
    r"<?\b(?:(?:https?|ftp|file)://|www\.|(?:javascript|data|mailto|vbscript):(?=\S))[^\s<>\]]*>?", re.IGNORECASE
)
TAG = re.compile(r"</?[A-Za-z!][^<>]*>")
SPACE_BEFORE_STOP = re.compile(r"\s+(?=[.,;:!?。，；：！？)])")


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence without its markers, the passage numbers that it cites in order, and what was taken out, in words."""

    text: str
    numbers: tuple[int, ...]
    removed: tuple[str, ...] = ()


def read_markers(sentence: str) -> Marked:
    """Read the citations `[1]`, `[1][2]` and `[1, 2]` of a sentence; take out every other form, and every link.

    Only our own records give links, so a link or a picture that a model writes leads nowhere that was checked.
    """
    linkless, links = _without_links(sentence)
    numbers = [int(number) for marker in CITATION.findall(linkless) for number in re.findall(r"\d+", marker)]
    uncited = CITATION.sub("", linkless)
    text, others = OTHER_MARKER.subn("", uncited)
    told = (
        "links or pictures were taken out of the model's words" if links else "",
        "citations of another form than [1] were taken out" if others else "",
    )
    return Marked(
        SPACE_BEFORE_STOP.sub("", " ".join(text.split())), tuple(dict.fromkeys(numbers)), tuple(filter(None, told))
    )


def _without_links(text: str) -> tuple[str, int]:
    removed = 0
    for pattern, instead in ((REFERENCE, ""), (IMAGE, ""), (LINK, r"\1"), (TAG, ""), (ADDRESS, "")):
        text, count = pattern.subn(instead, text)
        removed += count
    return text, removed

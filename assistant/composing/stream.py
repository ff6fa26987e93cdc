"""Cut a stream of text into sentences as it arrives, each with the citation markers that belong to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from corpus.language.sentences import sentences

MARKERS = re.compile(r"(?:\s*[\[【［][^\[\]【】［］\n]{0,20}\d[^\[\]【】［］\n]{0,20}[\]】］])+")
UNFINISHED = re.compile(r"[\[【［][^\]】］]*$")
EMPHASIS = re.compile(r"\*\*|__|`")
ITEM = re.compile(r"^\s*(?:[-*•]\s+|\d{1,2}[.)]\s+|#+\s*)")
# The next item of a list ends a sentence as a blank line does, and so does a line break after a colon or a citation.
BLOCK_END = re.compile(r"\n(?=\s*(?:[-*•#]|\d{1,2}[.)])\s)|(?<=[:：])\n|(?<=[\]】］])\n(?=\s*[^\s\[【［])")
HEADING = re.compile(r"^(\s*#[^\n]*)\n", re.MULTILINE)
CLOSED = re.compile(r"[\]】］]\s*(?:[.!?]\s+|[。！？]\s*)$")  # a citation and its full stop: nothing can follow
# "Yes." says nothing alone, and the sentence behind it says for what it stands.
OPENER = re.compile(r"\W*(?:[^\W\d\u3400-\u9fff]+\W){1,2}|[\u3400-\u9fff]{1,4}[。！]")
LONGEST = 1_000  # characters of a sentence: what goes on for longer is cut there, for each piece reads it again
PIECE = 500  # characters that are read at once
LONGEST_ROW = 10_000  # characters of a line of a table: what goes on for longer is no table
CELL_END = re.compile(r"(?<!\\)\|")
RULE = re.compile(r":?-{2,}:?")
BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
BLANKS = re.compile(r"[^\S\n]{2,}")
BLANK_LINES = re.compile(r"\n\s*\n")
THOUGHTS, ANSWER = "<think>", "</think>"  # local reasoning models put their thoughts before the answer


def stream_sentences(chunks: Iterable[str]) -> Iterator[str]:
    """Yield the sentences of a stream, each as soon as nothing that belongs to it can follow.

    Markers after a full stop go with the sentence before them, unless it has markers of its own. Signs of lists,
    headings and emphasis are taken off.
    """
    waiting = ""
    for piece in _pieces(without_thoughts(chunks)):
        whole, waiting = _cut(_narrow(EMPHASIS.sub("", waiting + piece)))
        if len(waiting) > LONGEST:
            whole, waiting = [*whole, *_sentences(waiting)], ""
        yield from map(_bare, whole)
    yield from map(_bare, _sentences(waiting))


def stream_rows(chunks: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Yield the lines of a Markdown table in a stream, each as soon as it ends: its cells, without signs of emphasis.

    Lines that are none, and the rule below the head, are left out.
    """
    waiting = ""
    for piece in _pieces(without_thoughts(chunks)):
        *lines, waiting = (waiting + piece).split("\n")
        yield from filter(None, map(_row, lines))
        waiting = waiting[:LONGEST_ROW]
    yield from filter(None, [_row(waiting)])


def _row(line: str) -> tuple[str, ...]:
    if "|" not in line:
        return ()
    cells = [EMPHASIS.sub("", BREAK.sub(" ", cell)).strip() for cell in CELL_END.split(line.strip())]
    inner = cells[not cells[0] : len(cells) - (not cells[-1])]
    return () if all(RULE.fullmatch(cell) for cell in inner if cell) else tuple(inner)


def _pieces(chunks: Iterable[str]) -> Iterator[str]:
    """Cut what arrives into pieces that are quickly read."""
    for chunk in chunks:
        for start in range(0, len(chunk), PIECE):
            yield chunk[start : start + PIECE]


def _narrow(text: str) -> str:
    """Leave one blank of several, and one blank line: the patterns look from each of them to the end of all."""
    return BLANK_LINES.sub("\n\n", BLANKS.sub(" ", text))


def _cut(text: str) -> tuple[list[str], str]:
    """Return the whole sentences of a text, and the rest that may still grow."""
    *blocks, last = BLANK_LINES.split(BLOCK_END.sub("\n\n", HEADING.sub(r"\1\n\n", text)))
    whole = [sentence for block in blocks for sentence in _sentences(block)]
    pieces = _sentences(last)
    if CLOSED.search(last):
        return whole + pieces, ""
    if not pieces:
        return whole, last
    if len(pieces) > 1 and UNFINISHED.match(pieces[-1]):
        pieces[-2:] = [f"{pieces[-2]} {pieces[-1]}"]
    return whole + pieces[:-1], pieces[-1] + last[len(last.rstrip()) :]


def _sentences(block: str) -> list[str]:
    """Cut a block into sentences with the markers behind each; the sign of a list item stays before the first."""
    item = ITEM.match(block)
    sign = item.group(0) if item else ""
    complete: list[str] = []
    for piece in sentences(block[len(sign) :]):
        behind = MARKERS.match(piece)
        if behind and complete and not MARKERS.search(complete[-1]):
            complete[-1] += f" {behind.group(0)}"
            piece = piece[behind.end() :].strip()  # noqa: PLW2901 - what is left of it
        if complete and OPENER.fullmatch(complete[-1]):
            complete[-1] += f" {piece}"
        elif piece:
            complete.append(piece)
    return [sign + complete[0], *complete[1:]] if complete else []


def _bare(sentence: str) -> str:
    return " ".join(ITEM.sub("", sentence, count=1).replace("*", "").split())


def without_thoughts(chunks: Iterable[str]) -> Iterator[str]:
    """Leave out what a reasoning model thinks aloud, between tags, at the beginning of a stream."""
    held: str | None = ""
    for chunk in chunks:
        if held is None:
            yield chunk
            continue
        held += chunk
        begin = held.lstrip()
        if ANSWER in begin:
            yield begin.partition(ANSWER)[2]
            held = None
        elif not begin.startswith(THOUGHTS) and not THOUGHTS.startswith(begin):
            yield held
            held = None
    if held and not held.lstrip().startswith(THOUGHTS):
        yield held

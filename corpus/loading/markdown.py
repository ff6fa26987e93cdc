"""Markdown: the numbered policy notes of `corpus/texts/README.md`, and any other Markdown file.

A file whose front matter has an `id` is a policy note: its front matter is left to `corpus.register`, its numbered
paragraphs keep their numbers. In other files paragraphs are counted through the file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.errors import InputError
from corpus.loading.cleaning import clean, report, squeeze, squeeze_lines
from corpus.loading.firstpage import date_line
from corpus.loading.text import decode
from corpus.records import Block, BlockKind, Document, Nature, PartialDate

ATTRIBUTES = ("published", "effective", "ended", "by", "nature")

_HEADING = re.compile(r" {0,3}(#{1,6})\s+(.*)")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)\s*")
_NUMBER = re.compile(r"(\d{1,4})\.\s+(.*)")
_ATTRIBUTES = re.compile(r"\s*\{([^{}]*=[^{}]*)\}\s*")
_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,4}[.)])\s+")
_FENCE = re.compile(r" {0,3}(```|~~~)")
_RULE = re.compile(r" {0,3}([-*_])(?:\s*\1){2,}\s*")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_LINK = re.compile(r"!?\[([^\[\]]{0,500})\]\([^()\s]*(?:\([^()]*\)[^()\s]*)*(?:\s+\"[^\"]*\")?\)")
_EMPHASIS = re.compile(r"(\*{1,3}|(?<!\w)_{1,3}|`{1,2})(?=\S)(.{1,500}?)(?<=\S)(?:\1)(?!\w)")


@dataclass(frozen=True, slots=True)
class _Part:
    """A heading (`level` > 0) or a run of lines without an empty line between; `line` counts from 1."""

    lines: tuple[str, ...]
    line: int
    level: int = 0


def load_markdown(data: bytes, name: str) -> Document:
    """Read a policy note or any other Markdown file; raise InputError naming the line of what is wrong in a note."""
    raw, warnings = decode(data, name)
    found: Counter[str] = Counter()
    text = clean(raw, found)
    front, start = _front_matter(text)
    note = any(line.startswith("id:") for line in front)
    if not note:
        text = _COMMENT.sub(lambda match: _hidden(match.group(0), found), text)
    parts = list(_parts(text.split("\n"), start))
    blocks = list(_note_blocks(parts, name) if note else _blocks(parts))
    if not any(block.kind is not BlockKind.HEADING for block in blocks):
        raise InputError(f"{name} holds no paragraphs: give a file with something to read.")
    title = next((block.text for block in blocks if block.level == 1), "")
    published = None if note else date_line(text)
    return Document(tuple(blocks), title=title, published=published, warnings=(*warnings, *report(found)))


def _front_matter(text: str) -> tuple[list[str], int]:
    """Give the lines between the first two `---`, and the index of the first line after them."""
    lines = text.split("\n")
    if lines[0].strip() != "---":
        return [], 0
    end = next((number for number, line in enumerate(lines[1:], 1) if line.strip() == "---"), None)
    return ([], 0) if end is None else (lines[1:end], end + 1)


def _hidden(comment: str, found: Counter[str]) -> str:
    found["HTML comments"] += 1
    return "\n" * comment.count("\n")


def _parts(lines: Sequence[str], start: int) -> Iterator[_Part]:
    """Cut the lines from `start` at headings and empty lines; a fenced block is one part whatever is in it."""
    run: list[str] = []
    fence = ""
    for number, line in enumerate([*lines[start:], ""], start + 1):
        if fence or _FENCE.match(line):
            mark = _FENCE.match(line)
            fence = "" if fence and mark and mark.group(1) == fence else fence or (mark.group(1) if mark else "")
            run += [] if mark else [line]
            continue
        heading = _HEADING.fullmatch(line)
        if run and "|" not in run[-1] and _UNDERLINE.fullmatch(line) and not _ITEM.match(run[-1]):
            yield _Part((" ".join(run),), number - len(run), 1 if "=" in line else 2)
            run = []
        elif heading or not line.strip() or _RULE.fullmatch(line):
            if run:
                yield _Part(tuple(run), number - len(run))
            run = []
            if heading:
                yield _Part((heading.group(2).rstrip("# "),), number, len(heading.group(1)))
        else:
            run.append(line)
    if run:
        yield _Part(tuple(run), len(lines) - len(run) + 1)


def _note_blocks(parts: Sequence[_Part], name: str) -> Iterator[Block]:
    """Give the blocks of a policy note; raise InputError where a number is missing, repeats or goes backwards."""
    last = 0
    for part in parts:
        if part.level:
            yield Block(squeeze(part.lines[0]), BlockKind.HEADING, part.level)
            continue
        for number, text, line in _numbered(part, name):
            if number <= last:
                raise InputError(
                    f"{name}:{line}: paragraph {number} comes after paragraph {last}: "
                    "number the paragraphs upwards through the whole note, each number once."
                )
            last = number
            words, attributes = _attributes(text, name, line)
            yield Block(words, label=f"¶{number}", attributes=attributes)


def _numbered(part: _Part, name: str) -> Iterator[tuple[int, str, int]]:
    """Give number, joined text and line of each numbered paragraph of a run of lines."""
    number, first, run = 0, part.line, [""]
    for line, text in enumerate(part.lines, part.line):
        match = _NUMBER.fullmatch(text.strip())
        if match is None and not number:
            raise InputError(
                f"{name}:{line}: the paragraph has no number: begin it with the next free one, like `1. `."
            )
        if match is None:
            run.append(text)
            continue
        if number:
            yield number, squeeze(" ".join(run)), first
        number, first, run = int(match.group(1)), line, [match.group(2)]
    yield number, squeeze(" ".join(run)), first


def _attributes(text: str, name: str, line: int) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Part the words of a paragraph from the `{ended=... by=...}` at its end; raise InputError for a bad one."""
    match = re.search(_ATTRIBUTES.pattern + r"\Z", text)
    if match is None:
        return text, ()
    pairs: list[tuple[str, str]] = []
    for item in match.group(1).split():
        key, _, value = item.partition("=")
        if key not in ATTRIBUTES or not value:
            raise InputError(
                f"{name}:{line}: {item!r} is not an attribute: write {', '.join(ATTRIBUTES)} with `=value`."
            )
        try:
            if key == "nature":
                Nature(value)
            elif key != "by":
                PartialDate.parse(value)
        except ValueError as error:
            raise InputError(f"{name}:{line}: {key}={value}: {error}.") from error
        pairs.append((key, value))
    return text[: match.start()], tuple(pairs)


def _blocks(parts: Sequence[_Part]) -> Iterator[Block]:
    """Give the blocks of any other Markdown file; a list belongs to the paragraph that leads in to it."""
    number = 0
    waiting = ""  # a paragraph that ends in a colon waits for its list
    for part in [*parts, _Part(("",), 0, 1)]:
        is_list = not part.level and bool(_ITEM.match(part.lines[0]))
        if waiting and not is_list:
            number += 1
            yield Block(waiting, label=f"¶{number}")
            waiting = ""
        if part.level:
            if heading := _plain(part.lines[0]):
                yield Block(heading, BlockKind.HEADING, part.level)
            continue
        if _is_table(part):
            number += 1
            yield Block(_table(part), BlockKind.TABLE, label=f"¶{number}")
            continue
        text = squeeze_lines(
            "\n".join(filter(None, (waiting, _items(part) if is_list else _plain(" ".join(part.lines)))))
        )
        waiting = text if text.endswith(":") or is_list else ""
        if text and not waiting:
            number += 1
            yield Block(text, label=f"¶{number}")


def _items(part: _Part) -> str:
    """Give a list with one item a line."""
    items: list[str] = []
    for line in part.lines:
        if _ITEM.match(line) or not items:
            items.append(line)
        else:
            items[-1] += " " + line
    return "\n".join(_plain(item) for item in items)


def _is_table(part: _Part) -> bool:
    return len(part.lines) > 1 and "|" in part.lines[0] and _is_table_rule(part.lines[1])


def _is_table_rule(line: str) -> bool:
    """Tell the line below the head of a table: `|---|:--:|`."""
    return set(line) <= set(" \t|:-") and "-" in line and "|" in line


def _table(part: _Part) -> str:
    """Give a table with one row a line and ` | ` between the cells."""
    rows = [line for line in part.lines if not _is_table_rule(line)]
    return "\n".join(" | ".join(_plain(cell) for cell in row.strip().strip("|").split("|")) for row in rows)


def _plain(text: str) -> str:
    """Take the marks of links, emphasis, code, quotations and HTML off a text."""
    text = re.sub(r"^\s*(?:>\s?)+", "", text)
    text = _TAG.sub("", _LINK.sub(r"\1", text))
    text = _EMPHASIS.sub(r"\2", _EMPHASIS.sub(r"\2", text))
    return squeeze(re.sub(r"\\([\\`*_{}\[\]()#+.!|>-])", r"\1", text))

"""The policy notes of `corpus/texts/README.md`: numbered paragraphs with attributes, each at its line of the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from corpus.errors import InputError
from corpus.loading.cleaning import squeeze
from corpus.records import Block, BlockKind, Nature, PartialDate

ATTRIBUTES = ("published", "effective", "ended", "by", "nature", "at")

_NEXT_ATTRIBUTE = re.compile(r"\s+(?=\w+=)")  # a value may hold blanks: `at=para 7.8`
_ATTRIBUTES = re.compile(r"\s*\{([^{}]*=[^{}]*)\}\s*\Z")


def note_blocks(tokens: Sequence[Token], name: str, start: int) -> Iterator[Block]:
    """Yield the blocks of a note; `start` counts the lines of its front matter.

    Raise InputError where a number is missing, repeats or goes backwards, or an attribute is none.
    """
    last = number = line = 0
    words: list[str] = []
    depth = 0  # of lists: only those of the outermost one count
    for position, token in enumerate(tokens):
        if token.type == "list_item_open":
            depth += 1
            if depth == 1:
                number, line, words = int(token.info or 0), _line(token, start), []
        elif token.type == "list_item_close":
            depth -= 1
            if depth == 0:
                if number <= last:
                    raise InputError(
                        f"{name}:{line}: paragraph {number} comes after paragraph {last}: "
                        "number the paragraphs upwards through the whole note, each number once."
                    )
                last = number
                text, attributes = _attributes(squeeze(" ".join(words)), name, line)
                yield Block(text, label=f"¶{number}", attributes=attributes)
        elif token.type in {"inline", "fence", "code_block", "html_block"}:
            opener = tokens[position - 1]
            if opener.type == "heading_open":
                yield Block(squeeze(token.content), BlockKind.HEADING, int(opener.tag[1]))
            elif depth and number:
                words.append(token.content)
            else:
                raise InputError(
                    f"{name}:{_line(token, start)}: the paragraph has no number: "
                    "begin it with the next free one, like `1. `."
                )


def _line(token: Token, start: int) -> int:
    return (token.map[0] if token.map else 0) + start + 1


def _attributes(text: str, name: str, line: int) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Part the words of a paragraph from the `{ended=... by=...}` at its end; raise InputError for a bad one."""
    match = _ATTRIBUTES.search(text)
    if match is None:
        return text, ()
    pairs: list[tuple[str, str]] = []
    for item in _NEXT_ATTRIBUTE.split(match.group(1).strip()):
        key, _, value = item.partition("=")
        value = value.strip('"')
        if key not in ATTRIBUTES or not value:
            raise InputError(
                f"{name}:{line}: {item!r} is not an attribute: write {', '.join(ATTRIBUTES)} with `=value`."
            )
        try:
            if key == "nature":
                Nature(value)
            elif key not in ("by", "at"):
                PartialDate.parse(value)
        except ValueError as error:
            raise InputError(f"{name}:{line}: {key}={value}: {error}.") from error
        pairs.append((key, value))
    return text[: match.start()], tuple(pairs)

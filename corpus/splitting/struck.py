"""Struck words through splitting: joined with the blocks that show them, and spread over the pieces of a cut text."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.records import Block, Struck


def joined(blocks: Sequence[Block]) -> tuple[str, Struck]:
    """Return the text of some blocks, one per line, and their struck words at their places in it."""
    texts: list[str] = []
    struck: list[tuple[int, str]] = []
    length = 0
    for block in blocks:
        struck += [(length + offset, words) for offset, words in block.struck]
        texts.append(block.text)
        length += len(block.text) + 1
    return "\n".join(texts), tuple(struck)


def spread(pieces: Sequence[str], whole: str, struck: Struck) -> list[Struck]:
    """Return for each piece of a text that was cut the struck words within it; blanks at the cuts do not count."""
    shares: list[list[tuple[int, str]]] = [[] for _ in pieces]
    number = count = done = before = 0  # the piece, the letters up to a struck word, and those before the piece
    own = _letters(pieces[0]) if pieces else 0
    position = reached = 0  # within the piece, and its letters up to there
    for offset, words in struck:
        count += _letters(whole[done:offset])
        done = offset
        while count - before > own and number < len(pieces) - 1:
            before, number, position, reached = before + own, number + 1, 0, 0
            own = _letters(pieces[number])
        while reached < count - before and position < len(pieces[number]):
            reached += not pieces[number][position].isspace()
            position += 1
        shares[number].append((position, words))
    return [tuple(one) for one in shares]


def _letters(text: str) -> int:
    return len("".join(text.split()))

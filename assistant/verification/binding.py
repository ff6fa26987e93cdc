"""Binding: whether a figure, date, duty or name qualifies the same thing in a statement as in its source.

A mark is a value at a place with the words around it. "Retail HK$25 million, professional HK$5 million" holds the
values of its source but not its bindings: each value stands among the words of the other.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import combinations

from assistant.verification.wording import EVEN, context, likeness, words

# A rival must fit this much better before a mark counts as taken from elsewhere: paraphrases move words about.
CLEARLY = 1.35
NOTICEABLY = 0.12
SLIGHTLY = 0.02  # the same for two marks at once: that more words fit crosswise is seldom chance
ROUGHLY = 0.8


@dataclass(frozen=True, slots=True)
class Mark:
    """A value in a text: as written, the weights of the words around it, and where it stands in the whole."""

    value: Hashable
    text: str
    around: Mapping[str, float] = field(compare=False)
    whole: str
    start: int


def mark(value: Hashable, text: str, start: int, end: int, sides: tuple[float, float] = EVEN) -> Mark:
    """Make the mark of a value that stands in a text from `start` to `end`; `sides` as in `context`."""
    return Mark(value, text[start:end], context(text, start, end, sides), text, start)


def fit(stated: Mark, held: Sequence[Mark]) -> float:
    """Return how well the best of some source marks fits among the words of a stated one, in [0, 1]."""
    return max((likeness(stated.around, other.around) for other in held), default=0.0)


def usurped(stated: Mark, same: Sequence[Mark], rivals: Sequence[Mark]) -> bool:
    """Return whether a stated mark stands where its source has a rival rather than the same value."""
    own, other = fit(stated, same), fit(stated, rivals)
    return other > CLEARLY * own and other > own + NOTICEABLY


def exchanged(stated: Sequence[Mark], held: Sequence[Mark], slack: float = SLIGHTLY) -> Mark | None:
    """Return the first of two stated marks that would fit better if each had the value of the other.

    Only what sets two marks of one text apart counts: the words that stand nearer to the one than to the other, and
    not those that lead in both ("platforms must keep HK$5 million of capital and HK$3 million of liquid capital").
    `slack` is by how much more the exchange must fit.
    """
    for one, other in combinations(stated, 2):
        pairs = [(a, b) for a in held for b in held if a.value == one.value and b.value == other.value]
        if one.value == other.value or not pairs:
            continue
        mine, its = max(pairs, key=partial(_together, one, other))
        leading = _outside(one, other) & _outside(mine, its)
        (first, second), (own, cross) = _apart(one, other, leading), _apart(mine, its, leading)
        as_said = likeness(first, own) + likeness(second, cross)
        if likeness(first, cross) + likeness(second, own) > ROUGHLY * as_said + slack and (
            _votes(first, cross) + _votes(second, own) > _votes(first, own) + _votes(second, cross)
        ):
            return one
    return None


def _votes(said: Mapping[str, float], held: Mapping[str, float]) -> int:
    """Count the words that two contexts share: a verb that stands before the first of two figures has one vote."""
    return len(said.keys() & held.keys())


def _together(one: Mark, other: Mark, pair: tuple[Mark, Mark]) -> tuple[bool, float]:
    """Order pairs of source marks: those of one sentence first, then by how well they fit."""
    mine, its = pair
    fits = likeness(one.around, mine.around) + likeness(other.around, its.around)
    return mine.whole == its.whole, fits


def _outside(one: Mark, other: Mark) -> set[str]:
    """Return the words that stand before or behind two marks of one text, and not between them."""
    if one.whole != other.whole:
        return set()
    first, last = sorted((one.start, other.start))
    between = {word.stem for word in words(one.whole) if first <= word.start <= last}
    return {word.stem for word in words(one.whole)} - between


def _apart(one: Mark, other: Mark, leading: set[str]) -> tuple[dict[str, float], dict[str, float]]:
    return _beyond(one.around, other.around, leading), _beyond(other.around, one.around, leading)


def _beyond(mine: Mapping[str, float], its: Mapping[str, float], leading: set[str]) -> dict[str, float]:
    over = {word: weight - its.get(word, 0.0) for word, weight in mine.items() if word not in leading}
    return {word: weight for word, weight in over.items() if weight > 0}

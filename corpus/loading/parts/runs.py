"""Runs: pieces of a line with their looks, put together as a reader sees them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from corpus.loading.cleaning import clean, hide, squeeze
from corpus.loading.marks import lowered, raised, settled
from corpus.loading.struck import strike

NEAR = 40  # letters before a raised figure that tell what it is


@dataclass(frozen=True, slots=True)
class Look:
    """How letters are drawn."""

    struck: bool = False
    hidden: bool = False
    raised: bool = False
    lowered: bool = False
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a line."""

    text: str
    look: Look = Look()


def line(runs: Iterable[Run], found: Counter[str]) -> str:
    """Return a line of runs: struck words marked, note marks and exponents written out, hidden words counted."""
    text = ""
    for look, group in groupby(runs, key=lambda run: _drawn(run.look)):
        words = clean("".join(run.text for run in group), found)
        if look.hidden:
            hide(words, found)
            continue
        if look.raised:
            words = raised(text[-NEAR:], words)
        elif look.lowered:
            words = lowered(text[-NEAR:], words)
        text += strike(words) if look.struck else words
    return settled(squeeze(text))


def is_bold(runs: Iterable[Run]) -> bool:
    """Return whether all that is seen of a line is bold."""
    seen = [run for run in runs if run.text.strip() and not run.look.hidden]
    return bool(seen) and all(run.look.bold for run in seen)


def _drawn(look: Look) -> Look:
    """Return a look without what makes no difference to the words."""
    return Look(look.struck, look.hidden, look.raised, look.lowered)

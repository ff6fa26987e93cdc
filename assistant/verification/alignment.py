"""How a statement lies upon its sources: what the fitted judge of `support` looks at, as numbers.

Every feature compares the statement with the source sentences that it is nearest to: which words they share and in
which neighbourhood, what either denies, limits or demands, and what stands in one alone. No feature decides anything.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from assistant.verification.cues import ACTOR, cue_features
from assistant.verification.dates import elsewhere
from assistant.verification.evidence import Evidence, aligned, share
from assistant.verification.figures import misplaced
from assistant.verification.stances import (
    CAUSE,
    LEVEL,
    NOT,
    ONLY_IF,
    bounds,
    claims,
    standing_words,
    strength,
    strengths,
)
from assistant.verification.wording import Word, chinese, nearest, stems, words

OPENER = re.compile(
    r"^(?:yes|no|not yet|not|nothing|nobody|none)\b[^:,.;—]{0,40}[:,.;—]\s*|^(?:不可以|可以|不應該|尚未通過)[：，]",
    re.IGNORECASE,
)
CUT = re.compile(
    r"[,;:()](?!\d)|\s-\s|\b(?:and|but|while|whereas|although|which|who|because|so|after which)\b|[，；：]",
    re.IGNORECASE,
)
POINTS_BACK = re.compile(
    r"^(?:it|its|that|this|these|those|they|both|such|he|she|which|the (?:old|new|former|latter|first"
    r"|second|earlier|same) )\b|^該|^有關",
    re.IGNORECASE,
)
MEANINGS = (
    "strangest meaning", "second strangest", "strangest here", "mean meaning", "strangest actor",
    "meaning of last clause", "strangest of last clause", "strangest of head",
)  # fmt: skip
SCOPE = 4  # content words behind a denial that it speaks of
WINDOW = 6  # content words within which neighbours of a statement stand side by side in a source


@dataclass(frozen=True, slots=True)
class Sides:
    """A statement and its nearest sources, with the stems that stand above the passages or in the question."""

    said: tuple[Word, ...]
    sources: tuple[str, ...]
    near: frozenset[str]
    all_of: frozenset[str]
    above: frozenset[str]
    asked: frozenset[str]

    @property
    def known(self) -> frozenset[str]:
        """Every stem that may be said."""
        return self.all_of | self.above | self.asked


def features(text: str, english: str, evidence: Evidence) -> dict[str, float]:
    """Return the features of a statement by name; `english` is it with its Chinese terms in English."""
    foreign = chinese(text) and not chinese(evidence.text)
    read = english if foreign else text
    sources = aligned(read, evidence.sentences)
    sides = Sides(
        tuple(word for word in words(read) if not foreign or word.stem.isascii()),
        sources,
        frozenset().union(*(stems(source) for source in sources)) if sources else frozenset(),
        stems(evidence.text),
        stems(evidence.called) | stems(evidence.told),
        stems(evidence.question),
    )
    return {
        "foreign": float(foreign),
        "points back": float(POINTS_BACK.search(text) is not None),
        "sources": float(len(evidence.passages)),
        **_words(sides),
        **_meanings(read, sides),
        **_order(sides),
        **_denials(read if not foreign else text, sides),
        **strength(text, evidence, sources),
        **_clauses(sides),
        **_clause_by_clause(OPENER.sub("", read), evidence.sentences, sides),
        **bounds(text, sources),
        **_actors(read, sides),
        **standing_words(text, evidence),
        **misplaced(text, evidence),
        "dates elsewhere": elsewhere(text, evidence),
        **cue_features(OPENER.sub("", read), sources),
        **claims(text, evidence),
    }


def _words(sides: Sides) -> dict[str, float]:
    said = [word.stem for word in sides.said if not word.stem.replace(".", "").isdigit()]
    unknown = [stem not in sides.known for stem in said]
    fresh = [stem not in sides.all_of | sides.above for stem in said]
    last = max((word.clause for word in sides.said), default=0)
    tail = [word.stem not in sides.known for word in sides.said if word.clause == last]
    return {
        "words": float(len(said)),
        "near": share(said, sides.near),
        "in sources": share(said, sides.all_of),
        "in sources or above": share(said, sides.all_of | sides.above),
        "known": share(said, sides.known),
        "unknown": float(sum(unknown)),
        "fresh": float(sum(fresh)),
        "longest unknown": float(_longest(unknown)),
        "longest fresh": float(_longest(fresh)),
        "unknown in last clause": float(sum(tail)),
        "share unknown in last clause": sum(tail) / len(tail) if tail else 0.0,
        "unknown at head": float(sum(stem not in sides.near | sides.above for stem in said[:2])),
    }


def _meanings(text: str, sides: Sides) -> dict[str, float]:
    """Return how near the words of a statement are in meaning to those that may be said."""
    said = [word for word in sides.said if word.stem.isalpha()]
    if not said:
        return dict.fromkeys(MEANINGS, 1.0)
    here, anywhere = sides.near | sides.above, sides.known
    near = [nearest(word.stem, here)[0] for word in said]
    known = sorted(nearest(word.stem, anywhere)[0] for word in said)
    acting = [one for word, one in zip(said, near, strict=True) if ACTOR.search(text[word.start : word.end])]
    last = max(word.clause for word in said)
    tail = [one for word, one in zip(said, near, strict=True) if word.clause == last]
    second = known[1] if len(known) > 1 else 1.0
    here_all = (min(near), sum(near) / len(near), min(acting, default=1.0))
    found = (known[0], second, *here_all, sum(tail) / len(tail), min(tail), min(near[:2]))
    return dict(zip(MEANINGS, found, strict=True))


def _longest(flags: Sequence[bool]) -> float:
    best = run = 0
    for flag in flags:
        run = run + 1 if flag else 0
        best = max(best, run)
    return best


def _order(sides: Sides) -> dict[str, float]:
    """Return how the neighbourhoods of words agree: a word put in another's place has strange neighbours."""
    places = [_places(source) for source in sides.sources]
    said = [word.stem for word in sides.said]
    pairs = list(pairwise(said))
    together = [any(_beside(one, other, where) for where in places) for one, other in pairs]
    both = [one in sides.near and other in sides.near for one, other in pairs]
    lone = [
        stem in sides.near and not any(together[max(0, row - 1) : row + 1]) for row, stem in enumerate(said) if pairs
    ]
    replaced = sum(
        said[row] not in sides.near and any(_beside(said[row - 1], said[row + 1], where, 3) for where in places)
        for row in range(1, len(said) - 1)
    )
    covered = max((share(stems(source), set(said)) for source in sides.sources), default=0.0)
    return {
        "pairs together": sum(together) / len(pairs) if pairs else 1.0,
        "known pairs apart": float(sum(b and not t for b, t in zip(both, together, strict=True))),
        "lone words": float(sum(lone)),
        "replaced": float(replaced),
        "source covered": covered,
    }


@lru_cache(maxsize=2_000)
def _places(text: str) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for number, word in enumerate(words(text)):
        found.setdefault(word.stem, []).append(number)
    return found


def _beside(one: str, other: str, where: dict[str, list[int]], window: int = WINDOW) -> bool:
    return any(abs(a - b) <= window for a in where.get(one, ()) for b in where.get(other, ()))


def _denials(text: str, sides: Sides) -> dict[str, float]:
    own = _scopes(text)
    held = [scope for source in sides.sources for scope in _scopes(source)]
    denied = frozenset().union(*held) if held else frozenset()
    mine = frozenset().union(*own) if own else frozenset()
    said = {word.stem for word in sides.said}
    affirmed = said - mine
    source_affirms = sides.near - denied
    return {
        "denials": float(len(own)),
        "source denials": float(len(held)),
        "denials apart": float(abs(len(own) - len(held))),
        "denials odd": float((len(own) - len(held)) % 2),
        "denial added": float(bool(own) and not held),
        "denial lost": float(bool(held) and not own),
        "denied, affirmed by source": float(len(mine & source_affirms)),
        "denied by source, affirmed": float(len(denied & affirmed)),
        "denied alike": float(len(denied & mine)),
        "denies the question": float(
            bool(re.match(r"(?:no|not|none|nothing|nobody)\b|不|沒|未|尚未", text, re.IGNORECASE))
        ),
    }


@lru_cache(maxsize=2_000)
def _scopes(text: str) -> tuple[frozenset[str], ...]:
    said = words(text)
    found = []
    for match in NOT.finditer(text):
        behind = [word.stem for word in said if word.start >= match.start()][:SCOPE]
        found.append(frozenset(behind))
    return tuple(found)


def _clauses(sides: Sides) -> dict[str, float]:
    """Return what of the sources' conditions a statement leaves out although it says what they limit."""
    said = {word.stem for word in sides.said}
    lost, worst = 0.0, 0.0
    for source in sides.sources:
        held = words(source)
        for match in ONLY_IF.finditer(source):
            behind = [word.stem for word in held if word.start >= match.end()][:SCOPE]
            around = [word.stem for word in held if word.start < match.start()][-SCOPE:]
            missed = 1 - share(behind, said)
            if behind and around and share(around, said) >= 0.5:
                lost += missed > 0.5
                worst = max(worst, missed)
    strange = [
        sum(word.stem not in sides.known for word in sides.said if word.clause == clause)
        / max(1, sum(word.clause == clause for word in sides.said))
        for clause in {word.clause for word in sides.said}
    ]
    return {"conditions lost": lost, "worst condition": worst, "strangest clause": max(strange, default=0.0)}


def _clause_by_clause(text: str, sources: Sequence[str], sides: Sides) -> dict[str, float]:
    """Return how far the clauses that say the same agree in what they deny and how strongly they demand it."""
    held = [clause for source in sources for clause in _cut(source)]
    against = with_ = 0.0
    steps, unlike, worst, reasons = [0.0], 0.0, 0.0, 0.0
    for clause in _cut(text):
        said = stems(clause)
        if not said:
            continue
        best = max(held, key=lambda other: (len(said & stems(other)), -len(stems(other))), default="")
        common = len(said & stems(best))
        weight = common / len(said)
        odd, theirs = len(NOT.findall(clause)) % 2, len(NOT.findall(best)) % 2
        against += weight * (odd != theirs)
        with_ += weight * (odd == theirs)
        own, other = strengths(clause), strengths(best)
        if own and common:
            level = [abs(LEVEL[a] - LEVEL[b]) for a in own for b in other]
            steps.append(weight * min(level, default=1.5))
            unlike += weight * (not own & other)
        if CAUSE.search(clause) or CAUSE.search(text[: text.find(clause)][-12:]):
            reasons = max(reasons, 1 - share(said, sides.known))
        worst = max(worst, 1 - share(said, sides.near | sides.above))
    return {
        "polarity against": against,
        "polarity share": against / (against + with_) if against + with_ else 0.0,
        "strength step": max(steps),
        "strength unlike": unlike,
        "worst clause": worst,
        "unknown reason": reasons,
    }


@lru_cache(maxsize=4_000)
def _cut(text: str) -> tuple[str, ...]:
    """Cut a sentence into clauses."""
    return tuple(piece.strip() for piece in CUT.split(text) if piece and piece.strip())


def _actors(text: str, sides: Sides) -> dict[str, float]:
    """Return how many of those whom a statement speaks of, and of the words before them, its source does not name."""
    rows = [row for row, word in enumerate(sides.said) if ACTOR.search(text[word.start : word.end])]
    named = [sides.said[row].stem for row in rows]
    before = [sides.said[row - 1].stem for row in rows if row and sides.said[row - 1].end + 2 > sides.said[row].start]
    return {
        "actors": float(len(named)),
        "actors unknown": float(sum(one not in sides.known for one in named)),
        "actors not near": float(sum(one not in sides.near for one in named)),
        "first actor strange": float(bool(named) and named[0] not in sides.near | sides.above),
        "kinds not near": float(sum(one not in sides.near for one in before)),
    }

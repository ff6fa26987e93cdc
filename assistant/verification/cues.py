"""Small words that turn a sentence round: what they bear on in a statement, and whether its source has them there.

A cue (a denial, a limit, a word for "all", a duty) is laid upon the source by the content words around it. Without a
like cue among these words in the source it was added; the other way round it was lost. Closed classes only; nothing
here decides, the fitted judge of `support` weighs it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import lru_cache

from assistant.verification.wording import nearest, words
from corpus.language.verbs import ALLOW, EXEMPT, FORBID, REQUIRE, UNLAWFUL

DENIAL = re.compile(
    r"\b(?:(?:no|not)(?! (?:later|more|less|fewer|higher|lower|greater|earlier|only|longer than)\b)|never|none"
    r"|nobody|nothing|neither|nor|nowhere|without|cannot|un(?!der|less|iq|ive|ited|ion)\w{4,}|non-\w+|hardly)\b"
    r"|n['’]t\b|[不沒没未無无非毋]",
    re.IGNORECASE,
)
REFUSAL = re.compile(
    rf"\b(?:{FORBID.forms}|{EXEMPT.forms}|refus\w+|reject\w*|lack\w*|exclu\w+|outside"
    r"|beyond|fail\w*|rul\w+ out|prevent\w*|ceas\w*|withdr\w+|revok\w*|rescind\w*|laps\w+|expir\w+"
    r"|too late|rather than|instead|other than|apart from|except\w*|only|alone|solely|off limits|until)\b"
    r"|禁止|豁免|除|只|僅|仅",
    re.IGNORECASE,
)
LIMIT = re.compile(
    r"\b(?:if|unless|except|only|where|provided|subject to|until|other than|apart from|prior|first|exclu\w+|without"
    r"|solely|alone|merely|just|nothing but|none but|before|once|when|then|that|which|who|whose)\b"
    r"|除|只|僅|仅|如|若|前|先|才",
    re.IGNORECASE,
)
EVERY = re.compile(
    r"\b(?:all|any\w*|every\w*|each|always|ever|forever|what(?:so)?ever|who(?:so)?ever|wherever|whenever|whichever"
    r"|whether|even|exception|everywhere|else|never|full\w*)\b|所有|任何|均|一律|全部|都",
    re.IGNORECASE,
)
AUDIENCE = (
    r"^(?:retail|professional|institutional|accredited|qualified|private|foreign|overseas|domestic|licensed|unlicensed"
    r"|authorised|unauthorised|registered|unregistered|individual|corporate|wholesale)$"
)
ACTOR = re.compile(
    r"(?:ers?|ors?|ees|ants?|ians|istrars?|firms?|banks?|clients?|company|companies|households?|persons?"
    r"|agency|agencies|individuals?|institutions?|corporations?|businesses)$",
    re.IGNORECASE,
)
WHO = re.compile(f"{ACTOR.pattern}|{AUDIENCE}", re.IGNORECASE)
BEFORE = re.compile(r"\b(?:before|prior|ahead|until|beforehand|earlier)\b|之?前", re.IGNORECASE)
AFTER = re.compile(r"\b(?:after|since|following|once|afterwards|later)\b|之?後", re.IGNORECASE)
CASE = re.IGNORECASE
# What is allowed, demanded, advised and forbidden, with its level, and the level of its denial.
DUTIES = (
    (re.compile(rf"\b(?:need(?:s|ed)?|{REQUIRE.forms}|ha(?:s|ve|d) to|obligations?|mandatory|necessary|bound"
                r"|condition|precondition|duty)\b|須|需", CASE), 3.0, -1.0),
    (re.compile(r"\b(?:must|shall)\b|必須|必须", CASE), 3.0, -3.0),
    (re.compile(r"\b(?:should|ought|expect\w*)\b|應|应", CASE), 2.0, -2.0),
    (re.compile(rf"\b(?:may(?! \d)|can|could|{ALLOW.forms}|able)\b|可|得以", CASE), 1.0, -3.0),
    (re.compile(rf"\b(?:{FORBID.forms}|{'|'.join(UNLAWFUL)}|off limits|rul\w+ out"
                r"|cannot)\b|不得|不可|不能|禁止", CASE), -3.0, 1.0),
    (re.compile(rf"\b(?:{EXEMPT.forms})\b|{EXEMPT.written}", CASE), -1.0, 2.0),
)  # fmt: skip
NEGATED = re.compile(
    r"(?:\b(?:not?|never|neither|nor|nobody|none|nothing|without)|n['’]t)(?:\W+\w+){0,2}\W*$|[不沒無]$", re.IGNORECASE
)
WITHOUT = re.compile(r"[^,;.]{0,60}\b(?:without|lack\w*)\b", re.IGNORECASE)  # "cannot do without" is "must have"
FORBIDDEN = -3.0
THEN_NOT = re.compile(r"\s*(?:not|never|no|neither)\b", re.IGNORECASE)
ALIKE = 0.62  # nearness of meaning from which a word of the statement is read as that of its source
AHEAD, BEHIND = 4, 3  # content words on which a cue bears: those after it, and those before
REACH = 4  # content words around the place in the source within which a like cue counts
BACKWARD = 0.6  # what a word before a cue counts, of one behind it
SHORT, SHORT_SOURCE = 2, 3  # words that may stand for one another in an otherwise like sentence
Place = tuple[int, float]  # content words before a cue, and its value


@dataclass(frozen=True, slots=True)
class Line:
    """A text as its content stems, where each stands, and its cues by class."""

    stems: tuple[str, ...]
    where: dict[str, list[int]]
    cues: dict[str, tuple[Place, ...]]


@lru_cache(maxsize=4_000)
def line(text: str) -> Line:
    """Read a text as a line."""
    said = words(text)
    starts = [word.start for word in said]
    plain = {"denial": DENIAL, "refusal": REFUSAL, "limit": LIMIT, "every": EVERY}
    cues = {
        name: tuple((bisect_left(starts, match.start()), 1.0) for match in pattern.finditer(text))
        for name, pattern in plain.items()
    }
    cues["turned"] = (*cues["denial"], *cues["refusal"])
    cues["order"] = tuple(
        (bisect_left(starts, match.start()), sign)
        for pattern, sign in ((BEFORE, -1.0), (AFTER, 1.0))
        for match in pattern.finditer(text)
    )
    cues["who"] = tuple((place, 1.0) for place, word in enumerate(said) if WHO.search(text[word.start : word.end]))
    cues["duty"] = tuple((bisect_left(starts, at), level) for at, level in _duties(text))
    stems = tuple(word.stem for word in said)
    return Line(stems, _where(stems), cues)


def _duties(text: str) -> Iterator[tuple[int, float]]:
    for pattern, level, denied in DUTIES:
        for match in pattern.finditer(text):
            around = text[max(0, match.start() - 40) : match.start()], text[match.end() : match.end() + 8]
            turned = NEGATED.search(around[0]) is not None or THEN_NOT.match(around[1]) is not None
            found = denied if turned else level
            without = found == FORBIDDEN and WITHOUT.match(text[match.end() :])
            yield match.start(), -found if without else found


def cue_features(text: str, sources: Sequence[str]) -> dict[str, float]:
    """Return what cues a statement adds to its nearest sources or loses, and how its words are put in order there."""
    held = [line(source) for source in sources]
    own = _read_as(line(text), frozenset(stem for one in held for stem in one.where))
    found: dict[str, float] = {}
    for name, counter in (("denial", "denial"), ("denial", "turned"), ("refusal", "turned"), ("limit", "limit")):
        found |= _exchange(f"{name}/{counter}", own, held, name, counter)
    found |= _exchange("every", own, held, "every", "every")
    found |= _who(own, held)
    found |= _exchange("odd denial", own, held, "denial", "turned", odd=True)
    return found | _duty(own, held) | _parity(own, held) | _sequence(own, held)


def _read_as(own: Line, known: frozenset[str]) -> Line:
    """Return a line whose words are read as those of the source that mean the same."""
    found = [nearest(stem, known) for stem in own.stems]
    stems = [other if near >= ALIKE else stem for stem, (near, other) in zip(own.stems, found, strict=True)]
    return replace(own, stems=tuple(stems), where=_where(stems))


def _where(stems: Sequence[str]) -> dict[str, list[int]]:
    where: dict[str, list[int]] = {}
    for place, stem in enumerate(stems):
        where.setdefault(stem, []).append(place)
    return where


def _exchange(
    label: str, own: Line, held: Sequence[Line], name: str, counter: str, *, odd: bool = False
) -> dict[str, float]:
    added = [laid for cue in own.cues[name] for laid in [_laid(cue, own, held, counter, odd=odd)] if laid]
    lost = [
        laid for one in held for cue in one.cues[name] for laid in [_laid(cue, one, [own], counter, odd=odd)] if laid
    ]
    return {
        f"{label} added": max(added, default=0.0),
        f"{label} lost": max(lost, default=0.0),
        f"{label} lost in all": sum(lost),
    }


def _laid(cue: Place, mine: Line, others: Sequence[Line], counter: str, *, odd: bool) -> float:
    """Return how well the words around a cue lie upon another line where it has no like cue, 0 where it has one.

    With `odd` it is enough that both sides have an even number of them, or both an odd one.
    """
    fit, place, other = _place(cue[0], mine, others)
    if other is None:
        return 0.0
    if odd:
        return fit * (_odd(mine, cue[0], counter) != _odd(other, place, counter))
    return 0.0 if any(abs(at - place) <= REACH for at, _ in other.cues[counter]) else fit


def _place(at: int, mine: Line, others: Sequence[Line], behind: int = 0) -> tuple[float, int, Line | None]:
    """Return how well the words around a place lie upon the best place of other lines, that place and its line.

    The words behind it begin at `behind`: 1 leaves out the word at the place itself.
    """
    around = {
        stem: 1 / (1 + 0.5 * d) for d, stem in reversed(list(enumerate(mine.stems[at + behind : at + behind + AHEAD])))
    }
    for d, stem in enumerate(reversed(mine.stems[max(0, at - BEHIND) : at])):
        around[stem] = max(around.get(stem, 0.0), BACKWARD / (1 + 0.5 * d))
    total = sum(around.values())
    best: tuple[float, int, Line | None] = (0.0, 0, None)
    for other in others:
        scores: dict[int, float] = {}
        for stem, weight in around.items():
            spots = {
                spot for there in other.where.get(stem, ()) for spot in range(there - REACH + 1, there + REACH + 1)
            }
            for spot in spots:
                scores[spot] = scores.get(spot, 0.0) + weight
        most = max(scores.values(), default=0.0)
        if total and most / total > best[0]:
            alike = sorted(spot for spot, score in scores.items() if score == most)
            best = (most / total, alike[len(alike) // 2], other)
    return best


def _who(own: Line, held: Sequence[Line]) -> dict[str, float]:
    """Return how well the words around somebody whom a statement names lie where its source names another."""
    named = {own.stems[at] for at, _ in own.cues["who"]}
    strange, instead = [0.0], [0.0]
    for at, _ in own.cues["who"]:
        fit, place, other = _place(at, own, held, behind=1)
        if other is None:
            continue
        near = other.stems[max(0, place - REACH) : place + REACH]
        if own.stems[at] in near:
            continue
        there = {other.stems[one] for one, _ in other.cues["who"] if abs(one - place) <= REACH}
        strange.append(fit)
        instead.append(fit * bool(there - named))
    return {"who elsewhere": max(strange), "who in all": sum(strange), "who instead": max(instead)}


def _duty(own: Line, held: Sequence[Line]) -> dict[str, float]:
    """Return how far a duty lies from that of the source at the same place, and whether before and after changed."""
    steps, alone, down, up, against = [0.0], [0.0], [0.0], [0.0], [0.0]
    for at, level in own.cues["duty"]:
        fit, place, other = _place(at, own, held)
        if other is None:
            continue
        near = [value for there, value in other.cues["duty"] if abs(there - place) <= REACH]
        if not near:
            alone.append(fit)
            continue
        nearest = min(near, key=lambda value: abs(value - level))
        steps.append(fit * abs(level - nearest))
        down.append(fit * max(0.0, nearest - level))
        up.append(fit * max(0.0, level - nearest))
        against.append(fit * (level * nearest < 0))
    turned = [0.0]
    for at, sign in own.cues["order"]:
        fit, place, other = _place(at, own, held)
        near = [value for there, value in other.cues["order"] if abs(there - place) <= REACH] if other else []
        turned.append(fit * (bool(near) and sign not in near))
    return {
        "duty step": max(steps),
        "duty alone": max(alone),
        "duty down": max(down),
        "duty up": max(up),
        "duty against": max(against),
        "order turned": max(turned),
    }


def _parity(own: Line, held: Sequence[Line]) -> dict[str, float]:
    """Return the share of shared words that stand under an odd number of denials on one side alone."""
    strict = wide = weight = 0.0
    for at in range(len(own.stems)):
        fit, place, other = _place(at, own, [one for one in held if own.stems[at] in one.where])
        if other is None:
            continue
        weight += fit
        strict += fit * (_odd(own, at, "denial") != _odd(other, place, "denial"))
        wide += fit * (_odd(own, at, "turned") != _odd(other, place, "turned"))
    return {"parity": strict / weight if weight else 0.0, "wide parity": wide / weight if weight else 0.0}


def _odd(one: Line, place: int, name: str) -> bool:
    return sum(abs(at - place) <= REACH for at, _ in one.cues[name]) % 2 == 1


def _sequence(own: Line, held: Sequence[Line]) -> dict[str, float]:
    """Return where a statement follows its source word by word but for a word exchanged, put in or left out."""
    best = max(held, key=lambda one: len({*own.stems} & {*one.stems}), default=None)
    found = dict.fromkeys(("likeness", "swaps", "swap fit", "put in", "gaps", "longest gap", "limits in gaps"), 0.0)
    if best is None:
        return found
    match = SequenceMatcher(None, own.stems, best.stems, autojunk=False)
    found["likeness"] = match.ratio()
    steps = match.get_opcodes()
    for number, (step, a, b, c, d) in enumerate(steps):
        flanks = [steps[n] for n in (number - 1, number + 1) if 0 <= n < len(steps) and steps[n][0] == "equal"]
        fit = float(sum(min(2, flank[2] - flank[1]) for flank in flanks))
        if step == "replace" and b - a <= SHORT and d - c <= SHORT_SOURCE and fit:
            found["swaps"] += 1
            found["swap fit"] = max(found["swap fit"], fit)
        if step == "insert":  # words of the source that the statement leaves out
            limits = sum(c <= at <= d for at, _ in best.cues["limit"])
            found["gaps"] += len(flanks) > 1
            found["longest gap"] = max(found["longest gap"], float(d - c) if len(flanks) > 1 else 0.0)
            found["limits in gaps"] += limits
        if step == "delete":
            found["put in"] += 1
    return found

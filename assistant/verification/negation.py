"""Negation: no "not", "unless", "except", "without" or "exempt" may be dropped from what the source says, or added."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.records import Check
from assistant.verification.evidence import Evidence, aligned, share
from assistant.verification.modality import NEGATIVE, STRENGTHS
from assistant.verification.wording import Word, chinese, stem, stems, words

NEGATION = re.compile(rf"\b(?:{NEGATIVE}|no|none|neither|nor|without|cannot)\b|n['’]t\b|[不沒没未無无]", re.IGNORECASE)
# Words that negate, but say nothing against what follows: limits of figures, names, figures of speech.
HARMLESS = re.compile(
    r"\b(?:no|not)\s+(?:less|fewer|lower|more|later|longer\s+than|greater|higher|above|exceed\w*)\b|\bno\.\s*\d|\bnot\s+only\b"
    r"|\bwhether\s+or\s+not\b|\bor\s+not\b|\bno\s+matter\b|\bnotwithstanding\b",
    re.IGNORECASE,
)
DENIAL = re.compile(
    rf"\b(?:{NEGATIVE}|no|none|neither|cannot|nobody|nothing)\b|n['’]t\b|\bno\s+one\b|\bwithout\b", re.IGNORECASE
)
EXCEPTION = re.compile(
    r"\b(?:unless|except(?:ing|ions?|s|ed)?|exempt\w*|other\s+than|save\s+(?:for|where|that)|excluding)\b",
    re.IGNORECASE,
)
# Words that say no without a negation: they may stand in a paraphrase for one, and one for them.
SOFT = re.compile(
    r"\b(?:outside|exclu\w+|prohibit\w*|ban(?:s|ned)?|barred|bars|forbid\w*|lack\w*|lift\w*|remov\w+|drop\w*|cease[sd]?|spare[sd]?|"
    r"relie\w+|waive\w*|only|refus\w+|reject\w*|ineligible|free\s+(?:of|from)|clos\w+|rather\s+than|instead|absen\w+|beyond|"
    r"un(?:licen|auth|regist|regul|avail|law|able|back|like)\w*|non-\w+|illegal|fail(?:s|ed|ing)?\s+to|impossible|rul\w+\s+out|stop\w*|"
    r"miss\w*|zero|nil|(?:carve[sd]?|left|leaves?)\s+out|shut\s+out|avoid\w*|prevent\w*|deni\w+|den(?:y|ies)|replac\w+|end(?:ed|s)|repeal\w*|declin\w+|"
    r"apart\s+from|narrow\w*|unhedged|unbacked|insulated|separate\w*|few|little|exempt\w*|except\w*|unless)\b",
    re.IGNORECASE,
)
CONDITION = re.compile(
    r"\b(?:if|where|provided|only|until|when|but|outside|subject\s+to|save|once|after|before|apart\s+from)\b",
    re.IGNORECASE,
)
EVEN = re.compile(
    r"\beven\s+(?:if|where|when|though|without)\b|\bregardless\b|\bwhether\s+or\s+not\b|\birrespective\b", re.IGNORECASE
)
UNCONDITIONAL = re.compile(rf"{EVEN.pattern}|\b(?:whether|wherever|whatever|whoever|also|any|all)\b", re.IGNORECASE)
COUNTED = re.compile(r"\d.*|hk|us|eur|aed|million|billion|thousand|one|two|three")
WITHOUT = re.compile(r"\b(without)\s+(?:an?\s+|any\s+|the\s+)?([A-Za-z-]+)", re.IGNORECASE)
WITH = re.compile(r"\b(with)\s+(?:an?\s+|any\s+|the\s+)?([A-Za-z-]+)", re.IGNORECASE)
OUT = re.compile(r"\b(?:outside|exclude[sd]|(?:left|leaves|carved)\s+out)\b", re.IGNORECASE)
IN = re.compile(
    r"\b(?:covered|caught|included|within|subject\s+to|governed|regulated|in\s+scope|counts?)\b", re.IGNORECASE
)
VERB = re.compile(
    r"\b(?:is|are|was|were|may|must|can|cannot|shall|should|will|would|has|have|do|does)\b", re.IGNORECASE
)
# "No retail access: platforms must not ..." says one thing twice.
LABEL = re.compile(r"^(?:no|yes)\b[^:;.]{0,60}:", re.IGNORECASE)
STOP = re.compile(r"[,;:.](?!\d)|\b(?:and|or|but)\s+(?:do|does|is|are|was|were|must|may|can|has|have|will|would)\b")
PART = re.compile(r"[;:](?!\d)")
SCOPE = 4  # content words behind a negation that it speaks of
FARTHER = 11  # the same for "no", which denies what is said at the end: "no interest linked to the time may be paid"
REACH = 7  # content words behind a negation of the source among which what it speaks of may stand
BACK = 5  # the same before a word that may also stand behind, as in "banks are exempt"
SPOKEN_OF = 0.5  # of the words of its scope that a statement must hold to speak of the same


@dataclass(frozen=True, slots=True)
class Negation:
    """A negating word, the number of content words before it, and those that it speaks of, the nearest first.

    `behind` tells that its scope stands behind it; `subject` are the two content words before it.
    """

    text: str
    place: int
    scope: tuple[str, ...]
    subject: tuple[str, ...]
    exception: bool
    behind: bool


def check_negation(text: str, evidence: Evidence) -> Check:
    """Check that what the source denies or excepts is not affirmed, and that nothing else is denied."""
    if chinese(text):
        return Check("negation", passed=True)
    nearest = aligned(text, evidence.sentences)
    wrong = [
        f"the source says “{made.text}” of “{' '.join(made.scope)}”"
        for source in nearest
        for made in _unanswered(source, negations(text))
        if _dropped(made, text, source)
    ]
    own = negations(STRENGTHS["need not"].sub(_blank, text))  # whether something need not be is modality's matter
    wrong += [f"“{made.text}” is not in the source" for made in own if not _denied(made, own, text, evidence.sentences)]
    wrong += [f"the source says “{match.group(0)}”" for match in WITHOUT.finditer(evidence.text) if _had(match, text)]
    wrong += [
        f"the source says “{said.group(0)}”"
        for source in nearest
        for said in OUT.finditer(source)
        if _let_in(said, text)
    ]
    if (even := EVEN.search(text)) and not any(UNCONDITIONAL.search(source) for source in nearest):
        wrong.append(f"“{even.group(0)}” is not in the source")
    return Check("negation", not wrong, "; ".join(dict.fromkeys(wrong)))


def _had(without: re.Match[str], text: str) -> bool:
    """Tell whether a statement says "with" of what the source says "without"."""
    thing = stem(without.group(2))
    had = {(match.group(1).lower() == "without", stem(match.group(2))) for match in WITHOUT.finditer(text)}
    had |= {(False, stem(match.group(2))) for match in WITH.finditer(text)}
    return (False, thing) in had and (True, thing) not in had


def _let_in(out: re.Match[str], text: str) -> bool:
    """Tell whether a statement says that what its source leaves out is covered."""
    covered = IN.search(text)
    if covered is None or OUT.search(text) or any(_soft(text, out.string)):
        return False
    active = out.group(0).lower().startswith(("excludes", "leaves"))  # "excludes game money", but "money is excluded"
    left_out = {word.stem for word in words(out.string) if (word.start > out.start()) is active}
    spoken_of = [word.stem for word in words(text) if word.start < covered.start()][-SCOPE:]
    said = {match.group(0).lower() for match in DENIAL.finditer(out.string)}
    denied = any(match.group(0).lower() not in said for match in DENIAL.finditer(text))
    return bool(spoken_of) and share(spoken_of, left_out) >= SPOKEN_OF and not denied


def _unanswered(source: str, own: Sequence[Negation]) -> list[Negation]:
    """Give the negations of a source to which none of a statement corresponds: each of those answers its nearest."""
    held, known = negations(source), stems(source)
    answered = {max(held, key=lambda made: _likeness(made, mine)) for mine in own} if held else set()
    return [
        made
        for made in held
        if not (made in answered and any(_shared(made, mine) for mine in own))
        and not any(made.scope[:1] == mine.scope[:1] or _names(mine, made, known) for mine in own)
    ]


def _names(mine: Negation, held: Negation, known: frozenset[str]) -> bool:
    """Tell whether a negation speaks of the same: behind it, or before it ("a body is not enough", "not with a body").

    Only where the source knows no word of what stands behind can those before be meant.
    """
    if held.text.lower().startswith("exempt") and {*held.scope[:1]} & {*mine.subject}:
        return True  # "banks are exempt", "banks do not have to"
    if mine.exception or {*mine.scope} & known:
        return not mine.exception and bool({*held.scope[:1]} & {*mine.scope})
    return {*mine.subject} <= {*held.scope}


def _likeness(made: Negation, mine: Negation) -> tuple[bool, int, bool]:
    return made.scope[:1] == mine.scope[:1], _shared(made, mine), made.text.lower() == mine.text.lower()


def _shared(one: Negation, other: Negation) -> int:
    return len(set(one.scope) & set(other.scope))


@lru_cache(maxsize=2_000)
def negations(text: str) -> tuple[Negation, ...]:
    """Find the negations of a text with what they speak of."""
    return tuple(_negations(HARMLESS.sub(_blank, LABEL.sub(_said_again, text))))


def _said_again(label: re.Match[str]) -> str:
    """Blank out a label where what follows denies something too."""
    return _blank(label) if DENIAL.search(label.string, label.end()) else label.group(0)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group(0))


def _negations(text: str) -> Iterator[Negation]:
    said = words(text)
    for exception, pattern in ((False, DENIAL), (True, EXCEPTION)):
        for match in pattern.finditer(text):
            behind = [word for word in said if word.start >= match.end()]
            ahead = [word for word in said if word.start < match.start()]
            exempt = match.group(0).lower().startswith("exempt")
            on = bool(behind) and not exempt and not STOP.search(text, match.end(), behind[0].start)
            if match.group(0).lower() == "without" and (verb := VERB.search(text, match.end())):
                behind = [word for word in behind if word.start < verb.start()]
            scope = tuple(_scope(text, behind if on else ahead[::-1]))
            subject = tuple(word.stem for word in ahead[-2:])
            yield Negation(match.group(0), len(ahead), scope, subject, exception, on)


def _scope(text: str, side: Sequence[Word]) -> list[str]:
    """Give the first words of a side, as far as no stop parts them; numbers say nothing of what is meant."""
    scope = []
    for word, before in zip(side, (None, *side), strict=False):
        if before and STOP.search(text, *sorted((word.start, before.start))):
            break
        if not COUNTED.fullmatch(word.stem):
            scope.append(word.stem)
    return scope[:SCOPE]


def _dropped(made: Negation, text: str, source: str) -> bool:
    """Tell whether a statement speaks of what the source negates, and says no to it in no other word."""
    said = words(text)
    places = [number for number, word in enumerate(said) if word.stem in made.scope]
    held = {said[number].stem for number in places}
    exempt = made.text.lower().startswith("exempt")
    anywhere = exempt or made.text.lower() == "no"  # "no virtual asset knowledge test": the last word is the thing
    if not held or len(held) < SPOKEN_OF * len(set(made.scope)) or not (anywhere or made.scope[0] in held):
        return False
    if made.exception and CONDITION.search(text) and not EVEN.search(text):
        return False
    soft = [sum(word.start < match.start() for word in said) for match in _soft(text, source)]
    if any(-BACK <= place - cue < REACH for cue in soft for place in places):
        return False
    return not _said_elsewhere(made, said, source)


def _soft(text: str, other: str) -> Iterator[re.Match[str]]:
    """Find the words that say no in a text and do not in the other: one that both have changes nothing between them."""
    return (match for match in SOFT.finditer(text) if match.group(0).lower() not in other.lower())


def _said_elsewhere(made: Negation, said: Sequence[Word], source: str) -> bool:
    """Tell whether the source also says the first word of a negation apart from it, among words that are stated."""
    held = words(source)
    meant = {word.stem for word in said}
    apart = [
        word
        for number, word in enumerate(held)
        if word.stem == made.scope[0] and not -1 <= number - made.place < SCOPE and not _negated(number, source)
    ]
    around = {word.stem for word in held if word.clause in {other.clause for other in apart}} - set(made.scope)
    return bool(apart) and len(around & meant) > 0.5 * len(around)


def _negated(number: int, source: str) -> bool:
    return any(0 <= number - other.place < SCOPE for other in negations(source))


def _denied(made: Negation, own: Sequence[Negation], text: str, sources: Sequence[str]) -> bool:
    """Tell whether a source negates the first word that it shares with the scope of a statement's negation.

    A negation of the source that answers another one of the statement better does not answer this one too.
    """
    found = False
    for source in sources:
        held = words(source)
        shared = [one for one in made.scope if any(word.stem == one for word in held)]
        if not shared:
            continue
        found = True
        if made.exception and (
            EXCEPTION.search(source) or (made.behind and len(shared) >= SPOKEN_OF * len(made.scope))
        ):
            return True
        reworded = shared[0] != made.scope[0]  # the verb is another word in the source
        meant = {*shared, *made.subject} if reworded else {shared[0]}
        places = [number for number, word in enumerate(held) if word.stem in meant]
        parts = _parts(source)
        if any(
            -back <= place - cue < reach and parts[place] == parts[min(cue, len(held) - 1)]
            for cue, back, reach in _cues(made, own, text, source)
            for place in places
        ):
            return True
    return not found and any(pattern.search(source) for source in sources for pattern in (DENIAL, EXCEPTION, SOFT))


def _parts(source: str) -> list[int]:
    """Give for each content word the number of the part of the sentence that it stands in, as semicolons cut it."""
    return [len(PART.findall(source, 0, word.start)) for word in words(source)]


def _cues(made: Negation, own: Sequence[Negation], text: str, source: str) -> Iterator[tuple[int, int, int]]:
    """Give the place of each word of a source that may answer a negation, and how far it reaches back and on."""
    for cue in negations(source):
        if stem(cue.text) in made.scope[:1]:
            continue  # "not exempt" is no answer to "exempt"
        if not any(_shared(mine, cue) > _shared(made, cue) for mine in own if mine != made):
            yield cue.place, BACK if cue.exception else 1, FARTHER if cue.text.lower() == "no" else REACH
    held = words(source)
    for match in _soft(source, text):
        if made.text.lower() == "without" and match.group(0).lower() == "only":
            continue  # "only through rules" is no "without rules"
        long = OUT.match(match.group(0)) is not None  # "VAUPA excludes game money, ... and CBDC from the term"
        yield sum(word.start < match.start() for word in held), FARTHER if long else BACK, FARTHER if long else REACH

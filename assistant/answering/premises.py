"""False premises: what a question takes for granted, compared with the sentences found for it.

Only what the nearest sentences plainly contradict is told of; where they leave room, nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.answers.citing import cite, in_order
from assistant.answers.records import Findings, Hit, Statement
from assistant.composing.generative import Verify
from assistant.composing.sentences import PART_OF
from assistant.verification.wording import stems
from corpus.language.patterns import any_of
from corpus.language.sentences import sentences
from corpus.language.verbs import ALLOW, ENACT, END, FORBID, LIFT, UNLAWFUL
from corpus.records import Standing
from corpus.vocabulary.glossary import Glossary

NEAR = 0.6  # of a premise's content words that a sentence and its title hold, to speak of the same
OWN = 2  # of them that the sentence itself holds
AS_NEAR = 0.15  # below the nearest sentence, a contradicting one is about something else
EPSILON = 0.01
FEWEST_WORDS = 3  # of a premise; below it nothing can be compared
TAKEN = "The question takes for granted that"

_CLAUSES = re.compile(r";\s+|:\s+")
_OPENING = re.compile(
    r"^\W*(?:since|now that|given that|seeing (?:that|as)|considering that|because|although|with)\s+"
    r"(?!\d|when\b|how\b|\w+ \d{4}\b)(?P<clause>[^,?]{8,160}),\s+\w",
    re.IGNORECASE,
)
_STATED = re.compile(r"^(?P<clause>[A-Z][^?.!]{8,200}?)(?:,? I (?:read|hear|understand))?[.]\s+\S[^?]*\?", re.DOTALL)
_SO = re.compile(r"^(?P<clause>(?!if\b|as\b)[A-Z][^?,]{8,160}), so\b", re.IGNORECASE)
_ASKED = re.compile(r"^\W*(?:when|why|how) (?:did|does|do|has|have) (?P<clause>[^?,]{8,160})\?", re.IGNORECASE)
_CHINESE = re.compile(r"^(?:既然|鑑於|鉴于|由於|由于)(?P<clause>[^,，?？]{4,60})[,，]")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of premise: how it is worded, what in a source contradicts it, and what bears it out."""

    said: re.Pattern[str]
    against: re.Pattern[str]
    borne_out: re.Pattern[str]


_DENIES = (
    rf"\b(?:{FORBID.forms}|{'|'.join(UNLAWFUL)}|must not|may not|cannot|not (?:be )?(?:{ALLOW.participles})|"
    r"only (?:to )?professional|professional investors only|no retail access|"
    r"(?:nobody|no one|no person|none)\b[^.;]{0,80}?\bmay)\b"
)
_GRANTS = (
    rf"\b(?:may(?! (?:not|only|\d))|{ALLOW.present}|(?:is|are|be|been|was|were|has|have) (?:{ALLOW.participles})|"
    rf"free to|(?:not|no) (?:{FORBID.forms}))\b"
)
_STAYS = (
    r"\b(?:remain(?:s|ed)?|still|stay(?:s|ed)?|unchanged|left in place|not (?:been )?(?:repealed|lifted|removed))\b"
)
_PENDING = (
    r"\b(?:(?:has|have|had) not|not yet|still (?:a|to|had|needs?)|only a (?:bill|proposal)|"
    r"remains? a (?:bill|proposal)|is a bill)\b"
)
_STILL = any_of(_STAYS)
ENDED, MADE, BANNED, ALLOWED = KINDS = (
    Kind(
        any_of(rf"\b(?:{LIFT.forms})\b", *LIFT.chinese),
        any_of(_STAYS, _DENIES),
        any_of(rf"\b(?:{END.forms})\b|\bno longer\b"),
    ),
    Kind(
        any_of(rf"\b(?:Act|Bill|Ordinance|Order)\b.*\b(?:{ENACT.participles}|law|in force|final)\b"),
        any_of(r"\bwould\b", _PENDING),
        any_of(r"\b(?:in force since|applies since|enacted|became law|signed into law|took effect|commenced)\b"),
    ),
    Kind(
        any_of(rf"\b(?:{FORBID.forms})\b", *FORBID.chinese),
        any_of(
            rf"\b(?:not|nor|no longer|never) (?:be )?(?:{FORBID.forms})\b",
            r"\bno general ban\b",
        ),
        any_of(rf"\b(?:must not|may not|cannot|{FORBID.forms})\b"),
    ),
    Kind(
        any_of(rf"\b(?:{ALLOW.forms}|(?:legali[sz]|authori[sz])\w*)\b|\bopened\b.{{0,30}}\bto\b", *ALLOW.chinese),
        any_of(_DENIES),
        any_of(_GRANTS),
    ),
)


def premise(question: str) -> str | None:
    """Return the clause that a question takes for granted, in its own words; None where it shows none."""
    text = " ".join(question.split())
    for pattern in (_OPENING, _SO, _STATED, _ASKED, _CHINESE):
        if (match := pattern.search(text)) is not None:
            clause = match["clause"].strip(" .,")
            if any(kind.said.search(clause) for kind in KINDS):
                return clause
    return None


@dataclass(frozen=True, slots=True)
class Contradiction:
    """The sentence of a hit that contradicts a premise, and the clause of it that does."""

    hit: Hit
    sentence: str
    clause: str


def contradiction(clause: str, english: str, hits: Sequence[Hit]) -> Contradiction | None:
    """Find the sentence that plainly contradicts a premise; `english` is the clause with its Chinese terms in English.

    None where no sentence is near enough, or where one about as near bears the premise out.
    """
    kind = next(kind for kind in KINDS if kind.said.search(clause))
    meant = stems(english) - {"law"} if kind is MADE else stems(kind.said.sub(" ", english))
    if len(meant) < (1 if kind is MADE else FEWEST_WORDS):
        return None
    near = sorted(_near(meant, hits), key=lambda found: -found[0])
    against = [
        (share, found) for share, found in near if kind.against.search(found.clause) and _counts(kind, clause, found)
    ]
    if not against or against[0][0] < near[0][0] - AS_NEAR:
        return None
    rivals = [found for share, found in near if share >= against[0][0] - EPSILON]
    borne_out = any(kind.borne_out.search(kind.against.sub(" ", found.clause)) for found in rivals)
    enacted = kind is MADE and any(found.hit.standing not in {Standing.PROPOSED, Standing.RECORD} for found in rivals)
    return None if borne_out or enacted else against[0][1]


def corrected(found: Findings, glossary: Glossary, verify: Verify) -> Findings:
    """Put the sentence that contradicts what the question takes for granted first, and note it; else change nothing."""
    clause = premise(found.query.question)
    against = contradiction(clause, glossary.in_english(clause), found.hits) if clause else None
    if against is None:
        return found
    hit, sentence = against.hit, against.sentence
    marker = str(len({citation.marker for made in found.statements for citation in made.citations}) + 1)
    drafted = Statement(sentence, (cite(hit, sentence, marker),), PART_OF[hit.standing])
    known = [made for made in found.statements if sentence in made.text]
    first = known[0] if known else replace(drafted, checks=verify(drafted))
    if not first.passed:
        return found
    rest = tuple(made for made in found.statements if sentence not in made.text)
    note = f"{TAKEN} “{clause}”; the sources say otherwise: {hit.policy.title}, {hit.passage.locator}."
    return replace(found, statements=in_order((first, *rest)), premise=note)


def corrections(notes: Sequence[str]) -> list[str]:
    """Return those notes of an answer that tell what its question wrongly takes for granted."""
    return [note for note in notes if note.startswith(TAKEN)]


def _counts(kind: Kind, clause: str, found: Contradiction) -> bool:
    """Return whether a sentence may contradict: a rule in force that it has ended, a proposal that it is law."""
    if kind is MADE:
        return found.hit.standing is Standing.PROPOSED
    if kind is ENDED and not BANNED.said.search(clause) and not _STILL.search(found.clause):
        return False  # what is forbidden says nothing of whether a licence is needed
    return found.hit.standing in {Standing.IN_FORCE, Standing.NOT_YET_IN_FORCE, Standing.RECORD, Standing.UNKNOWN}


def _near(meant: frozenset[str], hits: Sequence[Hit]) -> Iterator[tuple[float, Contradiction]]:
    """Yield the clauses that speak of what is meant, with the share of its words that they and their titles hold."""
    for hit in hits:
        above = stems(" ".join((hit.policy.title, hit.policy.issuer, hit.policy.jurisdiction, *hit.passage.headings)))
        for sentence in sentences(hit.passage.text):
            for clause in _CLAUSES.split(sentence):
                own = meant & stems(clause)
                share = len(own | (meant & above)) / len(meant)
                if share >= NEAR and len(own) >= min(OWN, len(meant)):
                    yield share, Contradiction(hit, sentence, clause)

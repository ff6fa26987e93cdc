"""The sentences that the detectors of support are fitted on, each with its features.

Judged ones of the part `fit` of tests/sets/adjudicated.jsonl and adjudicated-fourth.jsonl; those of
tests/sets/adversarial.jsonl and paragraphs of the notes, both without every policy that a sentence kept for reporting
cites; and faults and rewordings of all three.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from assistant.answers.records import Citation, Part, Statement
from assistant.composing.sentences import PART_OF
from assistant.verification.alignment import features
from assistant.verification.evidence import gather, word_for_word
from assistant.verification.wording import plain
from benchmarks.checks import adversarial
from benchmarks.checks.adjudicated import FOURTH, FRESH, REPLIES, SET, Sentence, read_sentences
from benchmarks.fitting.faults import faults, in_force, wordings
from corpus.language.sentences import sentences
from corpus.records import Passage, Policy, Standing
from corpus.register.standing import standing

AHEAD = {Standing.PROPOSED, Standing.NOT_YET_IN_FORCE}
DAY = date(2026, 11, 28)
SEED, PARAGRAPHS = 5, 2  # of each note
JUDGED, ADVERSARIAL, MADE = "judged", "adversarial", "made"
NOT_THEIRS = ("gap", "contact", "quote")  # faults that exact rules tell


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence as the trees see it: features by name, its fault if `wrong`, where it is from, and its policy."""

    values: list[float]
    names: tuple[str, ...]
    kind: str
    wrong: bool
    origin: str
    cluster: str
    text: str


@dataclass(frozen=True, slots=True)
class Setting:
    """What a sentence cites, and on which day and question."""

    citations: tuple[Citation, ...]
    part: Part
    sources: Mapping[str, Passage]
    policies: Mapping[str, Policy]
    day: date
    question: str

    def row(self, text: str, kind: str, origin: str, *, wrong: bool) -> Iterator[Row]:
        """Yield a sentence in this setting with its features, unless it is the source itself."""
        draft = Statement(text, self.citations, self.part)
        evidence = gather(draft, self.sources, self.policies, adversarial.glossary(), self.day, self.question)
        if evidence.passages and not word_for_word(text, evidence):
            said = plain(text)
            found = features(said, adversarial.glossary().in_english(said), evidence)
            cluster = next(iter(self.policies), "none")
            yield Row(list(found.values()), tuple(found), kind, wrong, origin, cluster, text)


def rows() -> list[Row]:
    """Make every row, in an order that never changes."""
    dice = random.Random(SEED)
    judged = [one for path in (SET, FOURTH, FRESH, REPLIES) for one in read_sentences(path)]
    kept_out = {name for one in judged if one.part != "fit" for name in one.policies}
    learned = [one for one in judged if one.part == "fit" and not kept_out & {*one.policies}]
    return [*_judged(learned, dice), *_adversarial(dice, kept_out), *_of_notes(dice, kept_out)]


def _judged(judged: Iterable[Sentence], dice: random.Random) -> Iterator[Row]:
    for one in judged:
        if one.label in ("supported", "unsupported") and one.kind not in NOT_THEIRS:
            said = one.statement
            where = Setting(said.citations, said.part, one.sources, one.policies, one.as_of, one.question)
            yield from where.row(said.text, one.kind, JUDGED, wrong=one.label == "unsupported")
            if one.label == "supported":
                yield from _changed(said.text, where, dice)


def _adversarial(dice: random.Random, kept_out: set[str]) -> Iterator[Row]:
    for case in adversarial.read_cases():
        names = [id_.split("#")[0] for id_ in case.passage_ids]
        if kept_out & {*names} or not {*names} <= {*adversarial.notes()}:
            continue
        policies = {name: adversarial.notes()[name].policy for name in names}
        sources = {p.id: p for name in policies for p in adversarial.passages_of(name) if p.id in case.passage_ids}
        if sources:
            said = adversarial.drafted(case, sources, policies)
            where = Setting(said.citations, said.part, sources, policies, case.as_of, "")
            yield from where.row(said.text, case.kind, ADVERSARIAL, wrong=not case.passes)
            if case.passes:
                yield from _changed(said.text, where, dice)


def _of_notes(dice: random.Random, kept_out: set[str]) -> Iterator[Row]:
    for name, note in sorted(adversarial.notes().items()):
        if name in kept_out:
            continue
        all_of = adversarial.passages_of(name)
        for passage in dice.sample(all_of, min(PARAGRAPHS, len(all_of))):
            found = standing(passage.life, DAY)
            text = plain(sentences(passage.text)[0])
            citation = Citation("1", name, passage.id, note.policy.title, passage.locator, None, text, found, "")
            where = Setting(
                (citation,), PART_OF.get(found, Part.ANSWER), {passage.id: passage}, {name: note.policy}, DAY, ""
            )
            for same in wordings(text, dice):
                yield from where.row(same, "paraphrase", MADE, wrong=False)
            yield from _changed(text, where, dice)


def _changed(text: str, where: Setting, dice: random.Random) -> Iterator[Row]:
    """Yield a sentence with each fault that can be put into it."""
    standings = {standing(passage.life, where.day) for passage in where.sources.values()}
    made = list(faults(text, dice))
    made += in_force(text, "proposed") if standings & AHEAD else []
    made += in_force(text, "superseded") if Standing.SUPERSEDED in standings else []
    for kind, changed in made:
        yield from where.row(changed, kind, MADE, wrong=True)

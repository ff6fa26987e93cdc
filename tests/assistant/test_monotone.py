"""An answer as of a day stays what it was: no document that is published later changes it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.answers.records import Answer, Question
from assistant.chain import PolicyChain
from assistant.settings import Settings
from corpus.build import Sources, build
from corpus.current import CurrentIndex
from corpus.history.hindsight import known_life
from corpus.records import Life, Nature, PartialDate, Policy
from corpus.register.standing import standing
from corpus.vocabulary.glossary import Glossary
from tests.conftest import NOTES, WordEncoder

LATER = date(2026, 9, 1)
QUESTIONS = (
    "Is margin financing against bitcoin allowed?",
    "What haircut applies to bitcoin collateral?",
    "How many platforms were licensed?",
    "Must client assets be in cold storage?",
    "What did the SFC say on 19 February 2025?",
    "Compare cold storage of client assets in Hong Kong and Singapore",
    "How has margin financing evolved in Hong Kong?",
    "What is margin financing?",
    "What does circular 26EC99 say of insurance?",
)
NOTE = """\
---
id: hk-later-2026
title: Guideline on margin financing, collateral and cold storage
issuer: SFC
jurisdiction: Hong Kong
kind: guideline
published: {day}
effective: {day}
relations: {{supersedes: [hk-margin-2026]}}
sources: [https://example.org/later]
confidence: high
evidence_to: 2026-09-02
---
# A later guideline

## Margin financing against bitcoin
{body}
"""


@pytest.fixture(scope="module")
def chains(tmp_path_factory: pytest.TempPathFactory) -> tuple[PolicyChain, PolicyChain]:
    """Make a chain over the four policies, and one over the same with a later guideline that replaces one of them."""
    made = []
    for later in (False, True):
        folder = tmp_path_factory.mktemp("corpus")
        _write(folder / "texts", later=later)
        sources = Sources(folder / "data" / "index", (folder / "texts",), folder / "data" / "library")
        encoder = WordEncoder()
        build(sources, encoder)
        made.append(PolicyChain(CurrentIndex(sources.index), encoder, Glossary([]), Settings()))
    return made[0], made[1]


def _write(folder: Path, *, later: bool) -> None:
    folder.mkdir()
    for id_, note in NOTES.items():
        fields, body = note.split("---\n")
        ended = later and id_ == "hk-margin-2026"
        fields += f"ended: {LATER}\nevidence_to: 2026-09-02\n" if ended else "evidence_to: 2026-06-01\n"
        front = f"id: {id_}\n{fields}sources: [https://example.org/{id_}]\nconfidence: high\n"
        (folder / f"{id_}.md").write_text(f"---\n{front}---\n# A policy\n\n## What it says\n{body}", encoding="utf-8")
    if later:
        body = "\n".join(
            f"{n}. The SFC's guideline of 1 September 2026 allows margin financing of up to {n}0% against bitcoin, "
            "ether and insurance in cold storage at licensed platforms, whose client assets and collateral are counted."
            for n in range(1, 9)
        )
        (folder / "hk-later-2026.md").write_text(NOTE.format(day=LATER, body=body), encoding="utf-8")


def told(answer: Answer) -> tuple[object, ...]:
    """Return what an answer tells a reader, but for its edition, its speed, and how far its sources were checked."""
    notes = [note for note in answer.notes if not note.startswith("Standing of these sources")]
    return (answer.statements, answer.citations, answer.refusal, answer.confidence, notes, _seen(answer))


def _seen(answer: Answer) -> list[object]:
    return [(hit.passage, replace(hit.policy, evidence_to=None), hit.standing) for hit in answer.hits]


def scores(answer: Answer) -> list[float]:
    """Return the scores of the hits."""
    return [hit.score for hit in answer.hits]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(QUESTIONS), st.dates(date(2023, 1, 1), date(2026, 8, 31)), st.booleans())
def test_a_later_document_never_changes_an_earlier_answer(
    chains: tuple[PolicyChain, PolicyChain], question: str, day: date, said: bool
) -> None:
    """Statements, sources, scores and what is told of them are the same with and without it."""
    asked = Question(f"{question} (as of {day.isoformat()})") if said else Question(question, day)
    before, after = (chain.invoke(asked) for chain in chains)
    assert told(before) == told(after)
    assert scores(before) == pytest.approx(scores(after), abs=1e-6)  # Chroma's cosines differ in the eighth digit


def test_from_its_day_on_the_later_document_counts(chains: tuple[PolicyChain, PolicyChain]) -> None:
    """The test above can fail: on its own day the later guideline changes the answer."""
    before, after = (chain.invoke(Question(QUESTIONS[0], LATER)) for chain in chains)
    assert told(before) != told(after)


def dates(first: int, last: int) -> st.SearchStrategy[PartialDate]:
    """Make dates of every precision."""
    days = st.dates(date(first, 1, 1), date(last, 12, 31))
    return st.tuples(days, st.sampled_from((4, 7, 10))).map(lambda pair: PartialDate.parse(str(pair[0])[: pair[1]]))


@given(
    st.sampled_from(list(Nature)),
    dates(2015, 2020),
    st.none() | dates(2015, 2024),
    st.none() | dates(2021, 2027),
    st.dates(date(2010, 1, 1), date(2030, 1, 1)),
)
def test_hindsight_taken_away_changes_no_standing(
    nature: Nature, published: PartialDate, effective: PartialDate | None, ended: PartialDate | None, on: date
) -> None:
    """A life as it could be known on a day has the same standing on that day as the whole life."""
    whole = Life(nature, published, effective, ended, "unknown")
    policy = Policy("one", "One", "SFC", "Hong Kong", "circular", whole)
    known = known_life(whole, policy, on, {})
    assert standing(known, on) is standing(whole, on)
    assert known.ended is None or known.ended.first <= on

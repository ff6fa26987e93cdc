"""A question for a provision of a held official text: our note on it, then the text itself in quotation marks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assistant.answering.documents.official import in_its_words
from assistant.answering.finder import pointed
from assistant.answers.records import Intent, Query
from assistant.verification.evidence import Evidence, word_for_word
from assistant.verification.wording import plain
from corpus.build import Sources
from corpus.index.edition import Edition
from corpus.language.sentences import sentences
from corpus.library import Library
from tests.corpus.history.test_official import LINK, NOTE, NOW, add, edition


@pytest.fixture
def held(sources: Sources, texts: Path) -> Edition:
    """Hold the Quokka Act beside its note."""
    (texts / "quokka-act-2026.md").write_text(NOTE, encoding="utf-8")
    add(Library(sources.library), LINK)
    return edition(sources)


def asked(question: str, day: date = NOW) -> Query:
    """Return a question about the act."""
    return Query(question, question, day, Intent.FACT, policies=("quokka-act-2026",))


@pytest.mark.parametrize(
    ("question", "locators"),
    [
        ("What does section 4(1) of the Quokka Act say?", ["¶1", "Section 4(1)"]),
        ("What does section 4 of the Quokka Act say?", ["¶1", "Section 4(1)", "Section 4(2)"]),
        ("Quote s. 5 Quokka Act", []),  # `s.` in a question is too little, as everywhere
        ("Quote sec. 5 Quokka Act", ["Section 5(1)"]),
        ("Section 9 and section 5 of the Quokka Act", ["¶2", "Section 9(1)", "Section 5(1)"]),
        ("What does section 4 of the Quokka Act say about cold storage?", ["¶1", "Section 4(1)", "Section 4(2)"]),
        ("Does section 4 of the Quokka Act apply to airlines?", []),
        ("What does section 77 of the Quokka Act say?", []),
        ("Section 4 of the Quokka Act and section 77 of it", []),
        ("What does the Quokka Act say?", []),
    ],
)
def test_the_provision_is_told(held: Edition, question: str, locators: list[str]) -> None:
    """What is asked beyond it, what the text does not have, and a question for the whole are left to the search."""
    told = in_its_words(asked(question), held)
    assert [point.hit.passage.locator for point in told.points] == locators


def test_the_words_of_the_text_stand_in_quotation_marks(held: Edition) -> None:
    """Ours do not; what is cited is without the marks, and is word for word what the text says."""
    told = in_its_words(asked("What does section 4(1) of the Quokka Act say?"), held)
    ours, theirs = pointed(told.points)
    assert "“" not in ours.text
    assert theirs.text == f"“{theirs.citations[0].quote}”"
    (passage,) = [point.hit.passage for point in told.points if point.quote]
    evidence = Evidence((passage,), tuple(map(plain, sentences(passage.text))), "", ())
    assert word_for_word(theirs.text, evidence)
    assert not word_for_word(theirs.text.replace("cold", "warm"), evidence)


def test_another_place_another_day_and_no_text_are_left_to_the_search(held: Edition) -> None:
    """A question that was set to Japan, one of a day before the text, and one of a note whose text is not held."""
    question = asked("What does section 4 of the Quokka Act say?")
    assert in_its_words(question, held)
    assert not in_its_words(replace(question, jurisdictions=("Japan",)), held)
    assert not in_its_words(replace(question, as_of=date(2026, 1, 1)), held)
    assert not in_its_words(replace(question, policies=("margin-2026",)), held)

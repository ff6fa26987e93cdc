"""Key facts: how far an answer says them."""

from __future__ import annotations

import pytest

from assistant.evaluation.scoring.facts import FULL, NONE, PARTIAL, judge
from assistant.evaluation.scoring.text import Weights
from assistant.evaluation.sets.patterns import Pattern
from assistant.evaluation.sets.records import EvalQuestion, Fact
from corpus.errors import InputError

WEIGHTS = Weights.over(["Brokers apply a haircut.", "Platforms keep assets in cold storage.", "Banks tell the HKMA."])


def support(fact: Fact, answer: str, question: str = "What applies to brokers?") -> tuple[float, bool]:
    """Return the support of one fact in an answer, and whether the answer says what it must not."""
    (result,) = judge(EvalQuestion("q", question, facts=(fact,)), answer, WEIGHTS)
    return result.support, result.forbidden


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("A haircut of at least 60% on bitcoin collateral is required.", FULL),
        ("A haircut of at least 20% on bitcoin collateral is required.", PARTIAL),
        ("A haircut is needed.", NONE),
        ("There is nothing on that.", NONE),
    ],
)
def test_a_fact_in_words(answer: str, expected: float) -> None:
    """All of it is full support, another figure makes it partial at most, and an echo of a word supports nothing."""
    assert support(Fact("f", "A haircut of at least 60% on bitcoin collateral", vital=True), answer)[0] == expected


@pytest.mark.parametrize(
    ("fact", "answer", "expected"),
    [
        ("No", "No, issuers may not pay interest.", FULL),
        ("No", "No.", FULL),
        ("Yes", "Brokers may. Yes: with a haircut.", FULL),
        ("No", "Yes, no later than June.", NONE),
        ("Yes", "Brokers may lend.", NONE),
    ],
)
def test_a_bare_yes_or_no_is_said_at_the_beginning_of_a_sentence(fact: str, answer: str, expected: float) -> None:
    """Such a fact has no word of content to look for: whoever begins with it has said it."""
    assert support(Fact("f", fact, vital=True), answer)[0] == expected


def test_a_pattern_decides_and_words_beside_it_are_partial_at_most() -> None:
    """A fact with a pattern is full only where the pattern matches."""
    fact = Fact("f", "cold storage of 98% of assets", vital=True, any_of=(Pattern.read("98%"),))
    assert support(fact, "98% of it") == (FULL, False)
    assert support(fact, "Cold storage of ninety-eight percent of assets")[0] <= PARTIAL


def test_what_must_not_be_said_takes_the_support_away() -> None:
    """An answer that says the opposite has no support, whatever else it says."""
    fact = Fact("f", "Margin lending is allowed", vital=True, must_not=(Pattern.read("not allowed"),))
    assert support(fact, "Margin lending is allowed. No: it is not allowed.") == (NONE, True)


def test_an_expression_without_end_names_its_question_and_fact() -> None:
    """The user is told which expression ran too long, and how to write it."""
    fact = Fact("slow", "", vital=True, any_of=(Pattern("(a+)+b", regular=True, compiled=Endless()),))
    with pytest.raises(InputError, match="row 0: a regular expression of the key fact 'slow'"):
        judge(EvalQuestion("q", "?", facts=(fact,)), "a" * 40, WEIGHTS)


class Endless:
    """A compiled expression that is out of time at once."""

    def search(self, text: str, timeout: float) -> None:
        """Give up."""
        raise TimeoutError

"""A question of several parts: each is answered under its own words, and what is missing is named."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from assistant.answering.several import answer_parts
from assistant.answers.reading import Form
from assistant.answers.records import Citation, Findings, Intent, Query, Statement, SubQuestion
from corpus.records import Standing

DAY = date(2026, 11, 29)


def query(text: str, day: date = DAY) -> Query:
    """Make a query of these words."""
    return Query(text, text, day, Intent.FACT)


def statement(text: str) -> Statement:
    """Make a statement that cites a passage of its own."""
    cited = Citation("1", "p", f"p#{text}", "Circular", "¶1", None, text, Standing.IN_FORCE, "")
    return Statement(text, (cited,))


def asked(*parts: SubQuestion) -> Query:
    """Make a question of these parts."""
    return Query("all", "all", DAY, Intent.FACT, parts=parts)


def answers(**by_words: tuple[float, list[str]]) -> Mapping[str, tuple[float, list[str]]]:
    """Return how close and what is found for each way of asking."""
    return by_words


def answered(question: Query, held: Mapping[str, tuple[float, list[str]]]) -> Findings | None:
    """Answer a question where each way of asking finds what is given, and nothing else."""

    def find(one: Query, budget: int) -> Findings:
        assert 0 < budget <= 150
        close, texts = held.get(one.text, (0.0, []))
        return Findings(one, statements=tuple(map(statement, texts)), confidence=close, closeness=close)

    return answer_parts(question, find)


FEE, TERM = SubQuestion("what fee?", (query("fee"),)), SubQuestion("how long", (query("term"), query("fee: term")))


def test_each_part_stands_under_its_words() -> None:
    """Numbered through, in the order of the question, and as sure as the least sure part."""
    found = answered(asked(FEE, TERM), answers(fee=(0.9, ["It is 5."]), term=(0.7, ["A year."])))
    assert found is not None
    assert [(one.aspect, one.text, one.citations[0].marker) for one in found.statements] == [
        ("What fee", "It is 5.", "1"),
        ("How long", "A year.", "2"),
    ]
    assert found.query.reading.form is Form.PARTS
    assert found.closeness == 0.7


def test_the_surer_way_of_asking_answers_a_part() -> None:
    """A part that needs the words before it is found beside them."""
    held = {"fee": (0.9, ["It is 5."]), "term": (0.4, ["A day."]), "fee: term": (0.8, ["A year."])}
    found = answered(asked(FEE, TERM), held)
    assert found is not None
    assert [one.text for one in found.statements] == ["It is 5.", "A year."]


def test_what_is_said_already_does_not_answer_another_part() -> None:
    """The surer way repeats the first part; the other says something new."""
    held = {"fee": (0.9, ["It is 5."]), "term": (0.4, ["A year."]), "fee: term": (0.95, ["It is 5."])}
    found = answered(asked(FEE, TERM), held)
    assert found is not None
    assert [one.text for one in found.statements] == ["It is 5.", "A year."]


def test_a_part_without_answer_is_named() -> None:
    """In its own words, below the answer."""
    colour = SubQuestion("which colour?", (query("colour"),))
    found = answered(asked(FEE, TERM, colour), answers(fee=(0.9, ["It is 5."]), term=(0.7, ["A year."])))
    assert found is not None
    assert found.notes == ("Not found in the texts: which colour?",)


def test_one_answered_part_is_no_answer_by_parts() -> None:
    """Then the question is answered as a whole."""
    assert answered(asked(FEE, TERM), answers(fee=(0.9, ["It is 5."]))) is None


def test_a_part_of_another_day_says_its_day() -> None:
    """The whole is as of the latest day."""
    early = SubQuestion("what held then?", (query("then", date(2025, 3, 1)),))
    found = answered(asked(FEE, early), answers(fee=(0.9, ["It is 5."]), then=(0.7, ["Nothing."])))
    assert found is not None
    assert found.query.as_of == DAY
    assert found.statements[1].aspect == "What held then (1 March 2025)"


def test_a_part_that_another_answers_is_not_called_missing() -> None:
    """What it finds stands above already."""
    cost = SubQuestion("what cost?", (query("cost"),))
    held = {"fee": (0.9, ["It is 5."]), "term": (0.7, ["A year."]), "cost": (0.9, ["It is 5."])}
    found = answered(asked(FEE, TERM, cost), held)
    assert found is not None
    assert [one.text for one in found.statements] == ["It is 5.", "A year."]
    assert not found.notes

"""The direct first line: what it says by stance, audience and standing, and when it is silent."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.answers.records import Form, Hit, Intent, Query, Reading
from assistant.composing.lead import lead
from corpus.records import Label, Life, Nature, PartialDate, Passage, Policy, Standing

LIFE = Life(Nature.RULE, PartialDate.parse("2026-02-11"), PartialDate.parse("2026-02-11"))
POLICY = Policy("p", "Circular", "SFC", "Hong Kong", "circular", LIFE)


def query(question: str, form: Form = Form.ALLOWED, fit: float = 0.9) -> Query:
    """Make a question that asks for retail access, as the reader sees it."""
    reading = Reading(form, {form: 1.0}, aspect={"retail-access": fit, "capital": fit})
    return Query(question, question, date(2026, 11, 28), Intent.FACT, reading=reading)


def hit(label: Label, standing: Standing = Standing.IN_FORCE, life: Life = LIFE) -> Hit:
    """Make a hit with one label."""
    passage = Passage("p#p1", "p", "Words.", "¶1", life, labels=(label,))
    return Hit(passage, POLICY, 1.0, 1.0, 1.0, standing)


def access(stance: str, *who: str) -> Label:
    """Make a label about retail access."""
    return Label(("derivatives",), ("retail-access",), stance, who)


@pytest.mark.parametrize(
    ("question", "label", "line"),
    [
        ("Can retail trade perpetuals?", access("barred", "retail"), "No."),
        ("Can I trade perpetuals?", access("barred", "retail"), "Not for retail investors."),
        ("Can I trade perpetuals?", access("conditional", "professional"), "Only for professional investors."),
        ("Are perpetuals banned?", access("barred"), "Yes, it is barred."),
        ("Do I need a licence?", access("licence"), "Yes, a licence or approval is needed."),
        ("Is staking allowed?", access("allowed"), "Yes."),
        ("可以做質押嗎", access("allowed"), "Yes."),
        ("Why is staking allowed?", access("allowed"), ""),
    ],
)
def test_the_line_answers_as_the_question_is_put(question: str, label: Label, line: str) -> None:
    """Permission, ban and duty turn the same stance into other words."""
    assert lead(query(question), [hit(label)]) == line


def test_what_is_only_proposed_is_never_a_yes() -> None:
    """The standing comes first."""
    assert lead(query("Is staking allowed?"), [hit(access("allowed"), Standing.PROPOSED)]) == "Only proposed so far."


def test_what_is_to_come_names_its_day() -> None:
    """A rule that is made and does not apply yet."""
    life = Life(Nature.RULE, PartialDate.parse("2026-02-11"), PartialDate.parse("2027-01-01"))
    made = hit(access("allowed"), Standing.NOT_YET_IN_FORCE, life)
    assert lead(query("Is staking allowed?"), [made]) == "Not yet in force: it applies from 1 January 2027."


def test_a_label_that_does_not_fit_leads_nowhere() -> None:
    """The reader thinks that something else is asked."""
    assert not lead(query("Is staking allowed?", fit=0.1), [hit(access("allowed"))])


def test_a_figure_leads_where_a_figure_is_asked() -> None:
    """In the paragraph's own words."""
    label = Label((), ("capital",), "required", (), "at least HK$25 million")
    assert lead(query("How much capital?", Form.VALUE), [hit(label)]) == "At least HK$25 million."
    assert not lead(query("When was it made?", Form.VALUE), [hit(label)])

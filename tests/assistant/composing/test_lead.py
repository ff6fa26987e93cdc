"""The direct first line: what it says by stance, audience and standing, and when it is silent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from assistant.answers.clues import Clues
from assistant.answers.reading import Form, Reading, Sense
from assistant.answers.records import Hit, Intent, Query
from assistant.composing import lead as leading
from assistant.composing.lead import polar
from assistant.composing.lead.instruments import instrument
from corpus.records import Label, Life, Nature, PartialDate, Passage, Policy, Standing

SINCE, NEXT_YEAR = PartialDate.parse("2026-02-11"), PartialDate.parse("2027-01-01")
LIFE = Life(Nature.RULE, SINCE, SINCE)
POLICY = Policy("p", "Circular", "SFC", "Hong Kong", "circular", LIFE)


def query(question: str, sense: Sense = Sense.ALLOWED, fit: float = 0.9, form: Form = Form.ALLOWED) -> Query:
    """Make a question about retail access, and what a yes to it would mean, as the reader sees it."""
    reading = Reading(form, {form: 1.0}, aspect={"retail-access": fit, "capital": fit}, senses={sense: 0.9})
    return Query(question, question, date(2026, 11, 28), Intent.FACT, reading=reading)


def hit(*labels: Label, standing: Standing = Standing.IN_FORCE) -> Hit:
    """Make a hit with these labels."""
    passage = Passage("p#p1", "p", "Words.", "¶1", LIFE, labels=labels)
    return Hit(passage, POLICY, 1.0, 1.0, 1.0, standing)


def access(stance: str, *who: str) -> Label:
    """Make a label about retail access."""
    return Label(("derivatives",), ("retail-access",), stance, who)


CLUES = Clues(0.9, 0.9, 0.9, 0.0, 0.9, 0.9, 0.5, lacks=False, unmet=False)


def lead(asked: Query, shown: list[Hit], close: float = 0.9, alike: float = 0.9) -> str:
    """Give the first line of an answer that is alike to its question."""
    return leading.lead(asked, shown, shown, close, replace(CLUES, alike=alike))


@pytest.fixture
def _sure(monkeypatch: pytest.MonkeyPatch) -> None:
    """Show every line that the labels give."""
    monkeypatch.setattr(leading, "model", lambda: polar.Model(1.0, {}, 0.5))


@pytest.mark.usefixtures("_sure")
@pytest.mark.parametrize(
    ("sense", "label", "line"),
    [
        (Sense.ALLOWED, access("allowed"), "Yes."),
        (Sense.ALLOWED, access("barred"), "No."),
        (Sense.ALLOWED, access("barred", "retail"), "Not for retail investors."),
        (Sense.ALLOWED, access("conditional", "professional"), "Only for professional investors."),
        (Sense.ALLOWED, access("conditional"), ""),
        (Sense.ALLOWED, access("proposed"), "Only proposed so far."),
        (Sense.BARRED, access("barred"), "Yes, it is barred."),
        (Sense.BARRED, access("allowed"), "No, it is allowed."),
        (Sense.REQUIRED, access("licence"), "Yes, a licence or approval is needed."),
        (Sense.REQUIRED, access("outside"), "No."),
        (Sense.REQUIRED, access("barred"), ""),
        (Sense.FACT, access("allowed"), ""),
        (Sense.PAST, access("allowed"), ""),
    ],
)
def test_the_line_answers_in_the_sense_of_the_question(sense: Sense, label: Label, line: str) -> None:
    """Permission, ban and duty turn the same stance into other words; what none of them is gets no line."""
    assert lead(query("?", sense), [hit(label)]) == line


@pytest.mark.usefixtures("_sure")
@pytest.mark.parametrize(
    ("standing", "stance", "line"),
    [
        (Standing.PROPOSED, "required", "Only proposed so far."),
        (Standing.PROPOSED, "outside", ""),
        (Standing.NOT_YET_IN_FORCE, "required", "Not yet in force on 28 November 2026."),
        (Standing.SUPERSEDED, "required", ""),
    ],
)
def test_what_does_not_hold_on_the_day_is_never_a_yes(standing: Standing, stance: str, line: str) -> None:
    """A duty that is proposed is said to be so; that none is proposed cannot be said so shortly."""
    assert lead(query("?", Sense.REQUIRED), [hit(access(stance), standing=standing)]) == line


def test_a_line_is_shown_where_it_is_likely_to_be_right() -> None:
    """By the shipped model: not for a reading or an answer that is unsure, and not where a figure is asked for."""
    asked = query("Is it allowed?")
    assert lead(asked, [hit(access("allowed"))]) == "Yes."
    unsure = replace(asked, reading=replace(asked.reading, senses={Sense.ALLOWED: 0.3, Sense.NONE: 0.7}))
    assert not lead(unsure, [hit(access("allowed"))])
    proposed = [hit(access("allowed"), standing=Standing.PROPOSED), hit()]
    assert not lead(asked, proposed, 0.3, alike=0.3)
    figure = query("How much is it?", form=Form.VALUE)
    doubtful = replace(figure, reading=replace(figure.reading, senses={Sense.ALLOWED: 0.5, Sense.NONE: 0.5}))
    assert not lead(doubtful, [hit(access("allowed"))])


@pytest.mark.usefixtures("_sure")
def test_the_first_statement_alone_gives_the_line() -> None:
    """A reader who sees yes looks for it in the first sentence."""
    assert not lead(query("?"), [hit(), hit(access("allowed"))])
    assert not lead(query("?"), [])


def test_a_near_paragraph_that_says_the_reverse_makes_a_line_unlikely() -> None:
    """Margin trading stays barred, derivatives are open: who asks for leverage gets no "no"."""
    first = hit(access("barred", "retail"))
    passage = replace(first.passage, id="p#p2", labels=(access("allowed", "retail"),))
    other = replace(first, passage=passage)

    def chance(*ranked: Hit) -> float:
        (line,) = polar.polar_lines(query("?"), first, ranked, 0.9, CLUES)
        return polar.model().probability(line)

    assert chance(first, other) < chance(first, replace(other, passage=replace(passage, labels=())))
    assert chance(first, other) < chance(first, replace(other, score=0.1))


@pytest.mark.usefixtures("_sure")
def test_the_likelier_sense_gives_the_line() -> None:
    """Of two labels that would say different things, in the senses that they would."""
    asked = query("?", Sense.REQUIRED)
    both = replace(asked, reading=replace(asked.reading, senses={Sense.REQUIRED: 0.8, Sense.ALLOWED: 0.1}))
    first = [hit(access("barred"), access("required"))]
    lines = {line.text: line.signs["sense"] for line in polar.polar_lines(both, first[0], first, 0.9, CLUES)}
    assert lines == {"Yes, this is required.": 0.8, "No.": 0.1}


@pytest.mark.parametrize(
    ("life", "line"),
    [
        (Life(Nature.RULE, SINCE, SINCE), "Yes, since 11 February 2026."),
        (
            Life(Nature.RULE, SINCE, PartialDate.parse("2027-01-01")),
            "Not yet in force: it applies from 1 January 2027.",
        ),
        (Life(Nature.RULE, SINCE, SINCE, PartialDate.parse("2026-06-01")), "No longer, since 1 June 2026."),
        (Life(Nature.PROPOSAL, SINCE), "No, it is only proposed."),
        (Life(Nature.PROPOSAL, SINCE, None, PartialDate.parse("2026-06-01")), ""),
        (Life(Nature.RECORD, SINCE), ""),
    ],
)
def test_whether_an_instrument_is_in_force_its_dates_say(life: Life, line: str) -> None:
    """Of a rule the day from which it applies or applied; a proposal that was replaced never did."""
    policy = replace(POLICY, life=life)
    asked = replace(query("?", Sense.IN_FORCE), policies=("p",))
    told = replace(hit().passage, text="It applies from 11 February 2026.")
    assert lead(asked, [replace(hit(), policy=policy, passage=told)], 0.3) == line


def test_in_force_is_said_only_beside_words_that_tell_since_when() -> None:
    """A paragraph on something else of the instrument may have a day of its own."""
    assert not lead(replace(query("?", Sense.IN_FORCE), policies=("p",)), [hit()])


def test_what_is_made_and_does_not_hold_is_said_not_to() -> None:
    """A duty that is still to apply reads as one that holds; what is only proposed has words of its own."""
    coming = hit(standing=Standing.NOT_YET_IN_FORCE)
    assert lead(query("Is a licence needed?"), [coming, hit()]) == "Not yet in force on 28 November 2026."
    assert not lead(query("Is a licence needed?"), [hit(), coming])
    assert not lead(query("Is a licence needed?"), [hit(standing=Standing.PROPOSED)])


def test_of_another_instrument_or_place_nothing_is_said() -> None:
    """The first hit is not what the question names, or holds elsewhere."""
    asked = query("?", Sense.IN_FORCE)
    assert not lead(asked, [hit()])
    assert not lead(replace(asked, policies=("p",), jurisdictions=("Singapore",)), [hit()])


def test_a_subject_that_stands_in_different_ways_is_not_said_to_be_in_force() -> None:
    """Of custody one circular is in force and the licence is only proposed: a yes would be for the wrong one."""
    planned = replace(POLICY, id="bill", life=Life(Nature.PROPOSAL, SINCE))
    told = replace(hit().passage, text="It applies from 11 February 2026.")
    shown = [replace(hit(), passage=told), replace(hit(), policy=planned)]
    asked = replace(query("?", Sense.IN_FORCE), policies=("p", "bill"))
    assert not lead(asked, shown)
    assert lead(replace(asked, called=("p",)), shown) == "Yes, since 11 February 2026."
    assert lead(replace(asked, policies=("p",)), shown)


def test_a_question_for_a_day_is_not_answered_with_yes() -> None:
    """To the reader "when will it come into force" sounds like "is it in force"."""
    asked = replace(query("?", Sense.IN_FORCE), policies=("p",))
    told = replace(hit().passage, text="It applies from 11 February 2026.")
    assert lead(asked, [replace(hit(), passage=told)])
    assert not lead(replace(asked, question="When is it in force?"), [replace(hit(), passage=told)])


GIST = "The Circular lets brokers lend against bitcoin."


@pytest.mark.parametrize(
    ("form", "words", "life", "line"),
    [
        (Form.OVERVIEW, "summarise the circular in short", LIFE, f"{GIST} In force since 11 February 2026."),
        (Form.DEFINITION, "circular", LIFE, f"{GIST} In force since 11 February 2026."),
        (Form.DEFINITION, "circular haircut", LIFE, ""),
        (Form.DEFINITION, "bitcoin", LIFE, ""),
        (Form.OVERVIEW, "brokers bitcoin", LIFE, f"{GIST} In force since 11 February 2026."),
        (Form.OVERVIEW, "what does the circular say about gold miners", LIFE, ""),
        (Form.VALUE, "circular", LIFE, ""),
        (Form.OVERVIEW, "circular", Life(Nature.PROPOSAL, SINCE), f"{GIST} Only proposed."),
        (Form.OVERVIEW, "circular", Life(Nature.RECORD, SINCE), GIST),
        (Form.OVERVIEW, "circular", Life(Nature.RULE, SINCE), f"{GIST} Not yet in force."),
        (
            Form.OVERVIEW,
            "circular",
            replace(LIFE, ended=PartialDate.parse("2026-03")),
            f"{GIST} No longer current since March 2026.",
        ),
    ],
)
def test_what_an_instrument_is_its_gist_says_with_how_it_stands(form: Form, words: str, life: Life, line: str) -> None:
    """Asked for as a whole, by a question that names it; a definition of something else in it is no such question."""
    asked = replace(query(words, Sense.NONE, form=form), called=("p",))
    told = replace(hit(), policy=replace(POLICY, life=life, gist=GIST))
    assert lead(asked, [told]) == line
    assert lead(replace(asked, called=()), [told]) == ""


def test_instruments_of_several_places_are_none() -> None:
    """The travel rule is no statute of one place, unless only one was found."""
    asked = replace(query("circular", Sense.NONE, form=Form.OVERVIEW), called=("p", "q"))
    here = replace(hit(), policy=replace(POLICY, gist=GIST))
    there = replace(hit(), policy=replace(POLICY, id="q", gist=GIST, jurisdiction="Singapore"))
    assert instrument(asked, [here]) == here.policy
    assert instrument(asked, [here, there]) is None

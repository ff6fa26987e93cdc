"""The generative composer with a scripted model: nothing is shown that its sources do not bear out."""

from __future__ import annotations

import re
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from datetime import date

import pytest
from langchain_core.messages import BaseMessage
from langchain_core.runnables import RunnableConfig

from assistant.answers.records import Check, Hit, Intent, Part, Query, Statement
from assistant.composing.gaps import LEFT_OPEN
from assistant.composing.generative import MOST_REWRITTEN, MOST_SENTENCES, Verify, Written, generate
from assistant.llm.failures import SAID, Failure, ModelFailedError
from assistant.verification import verify
from corpus.records import Life, Nature, PartialDate, Passage, Policy
from corpus.register.standing import standing

AS_OF = date(2026, 11, 22)


@dataclass
class QueueModel:
    """A model that gives its replies in order and keeps the prompts it saw; an exception is a reply that fails."""

    replies: list[str | Exception | list[str | Exception]]
    prompts: list[str] = field(default_factory=list)
    closed: int = 0

    def stream(self, messages: Sequence[BaseMessage], config: RunnableConfig | None = None) -> Generator[str]:
        """Stream the next reply word by word."""
        self.prompts.append("\n".join(str(message.content) for message in messages))
        reply = self.replies.pop(0)
        try:
            for piece in reply if isinstance(reply, list) else [reply]:
                if isinstance(piece, Exception):
                    raise piece
                yield from re.findall(r"\S+\s*|\s+", piece)
        finally:
            self.closed += 1


def life(nature: Nature, published: str, effective: str | None = None, ended: str | None = None) -> Life:
    """Make a life of these dates."""
    dates = [PartialDate.parse(text) if text else None for text in (published, effective, ended)]
    return Life(nature, *dates)


MARGIN = (
    "Under the SFC's circular of 11 February 2026 brokers may offer margin financing against bitcoin. "
    "A haircut of at least 60% applies to bitcoin collateral."
)
BILL = "The Singapore custody bill of 2 May 2026 would require custodians to keep client assets in cold storage."
OLD = "The SFC's platform rules of June 2023 did not let platforms offer margin financing to clients."
TEXTS = {
    "hk": ("Hong Kong", life(Nature.RULE, "2026-02-11", "2026-02-11"), MARGIN),
    "sg": ("Singapore", life(Nature.PROPOSAL, "2026-05-02"), BILL),
    "old": ("Hong Kong", life(Nature.RULE, "2023-06-01", "2023-06-01", "2026-02-11"), OLD),
}


def hits() -> list[Hit]:
    """Make the hits 1 (in force), 2 (proposed) and 3 (superseded)."""
    return [
        Hit(
            Passage(f"{id_}#p1", id_, text, "¶1", lived),
            Policy(id_, f"Title of {id_}", "SFC", place, "circular", lived),
            1.0,
            0.5,
            0.5,
            standing(lived, AS_OF),
        )
        for id_, (place, lived, text) in TEXTS.items()
    ]


def verified(statement: Statement) -> tuple[Check, ...]:
    """Check as the chain does."""
    return verify(statement, {hit.passage.id: hit.passage for hit in hits()}, AS_OF)


def written(
    model: QueueModel, *, strict: bool = True, query: Query | None = None, check: Verify = verified
) -> tuple[list[Statement], Written]:
    """Let the model write, and give the statements and how it went."""
    asked = query or Query("Is margin financing allowed?", "", AS_OF, Intent.STATUS)
    *statements, went = generate(model, asked, hits(), check, strict=strict)
    assert isinstance(went, Written)
    return [made for made in statements if isinstance(made, Statement)], went


GOOD = "Under the SFC's circular of 11 February 2026 brokers may offer margin financing against bitcoin [1]."
HAIRCUT = "A haircut of at least 60% applies to bitcoin collateral [1]."


def test_what_the_sources_bear_out_is_shown() -> None:
    """Each sentence becomes a statement with its part, its exact quote and markers in the order of appearance."""
    was = "The platform rules of June 2023 did not let platforms offer margin financing [3]."
    bill = "The Singapore custody bill of 2 May 2026 would require cold storage [2]."
    model = QueueModel([f"{GOOD} {was} {HAIRCUT} {bill}"])
    statements, went = written(model)
    assert [(s.part, [c.marker for c in s.citations]) for s in statements] == [
        (Part.ANSWER, ["1"]),
        (Part.PAST, ["2"]),
        (Part.ANSWER, ["3"]),
        (Part.COMING, ["4"]),
    ]
    assert statements[2].citations[0].quote == "A haircut of at least 60% applies to bitcoin collateral."
    assert statements[2].text == "A haircut of at least 60% applies to bitcoin collateral."
    assert all(statement.passed for statement in statements)
    assert went == Written()
    assert len(model.prompts) == 1


def test_the_same_quote_keeps_its_marker() -> None:
    """Two sentences from one sentence of the source share a marker."""
    statements, _ = written(QueueModel([f"{HAIRCUT} The haircut on bitcoin collateral is at least 60% [1]."]))
    assert [s.citations[0].marker for s in statements] == ["1", "1"]


def test_a_failed_sentence_is_written_again_once_with_the_reason() -> None:
    """The model sees what was wrong; the better wording is shown and the first one kept in the record."""
    model = QueueModel([f"{GOOD} A haircut of at least 50% applies [1]. Done.", HAIRCUT])
    statements, went = written(model)
    assert [s.text for s in statements][1] == "A haircut of at least 60% applies to bitcoin collateral."
    assert "numbers: 50% is in no cited passage" in model.prompts[1]
    (dropped,) = went.dropped
    assert dropped.rewritten
    assert [check.name for check in dropped.statement.checks if not check.passed] == ["numbers"]


WRONG = {
    "number": "A haircut of at least 50% applies to bitcoin collateral [1].",
    "date": "Under the SFC's circular of 12 February 2026 brokers may offer margin financing against bitcoin [1].",
    "invented source": "A haircut of at least 60% applies to bitcoin collateral [9].",
    "no source": "A haircut of at least 60% applies to bitcoin collateral.",
    "other form": "A haircut of at least 60% applies to bitcoin collateral (source 1).",
    "two standings": "Brokers may offer margin financing against bitcoin and platforms may not [1][3].",
}


@pytest.mark.parametrize("sentence", WRONG.values(), ids=WRONG.keys())
def test_what_fails_twice_is_dropped(sentence: str) -> None:
    """A wrong number or date, an invented or missing source, mixed standing: never shown, always kept."""
    statements, went = written(QueueModel([f"{GOOD} {sentence}", sentence]))
    assert len(statements) == 1
    assert [dropped.rewritten for dropped in went.dropped] == [False]
    assert any(not check.passed for check in went.dropped[0].statement.checks)


@pytest.mark.parametrize(("sentence", "shown"), [(WRONG["number"], 2), (WRONG["no source"], 1)])
def test_not_strict_shows_what_failed_with_its_checks(sentence: str, shown: int) -> None:
    """Without strictness a sentence with a source is shown as failed; one without any source never is."""
    statements, went = written(QueueModel([f"{GOOD} {sentence}", "NOTHING"]), strict=False)
    assert len(statements) == shown
    assert len(went.dropped) == 2 - shown
    assert statements[0].passed
    assert not statements[-1].passed or shown == 1


def test_one_sentence_may_become_two() -> None:
    """A sentence that mixes a rule and a superseded one comes back as two, each checked."""
    again = f"{GOOD} The platform rules of June 2023 did not let platforms offer margin financing [3]."
    statements, _ = written(QueueModel([WRONG["two standings"], again]))
    assert [statement.part for statement in statements] == [Part.ANSWER, Part.PAST]


def test_joints_vanish_and_gaps_are_told() -> None:
    """An introduction says nothing; what the passages do not say is a note and no statement."""
    gap = "The passages do not say whether ether counts."
    statements, went = written(QueueModel([f"In short:\n{GOOD} {gap} I hope this helps!"]))
    assert len(statements) == 1
    assert went.gaps == (LEFT_OPEN,)
    assert went.dropped == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "The passages do not say that ether counts, but it does.",
        "The passages do not say so; the haircut is 5%.",
    ],
)
def test_a_gap_cannot_carry_a_statement(sentence: str) -> None:
    """What goes on to state something is no gap."""
    _, went = written(QueueModel([f"{GOOD} {sentence}", "NOTHING"]))
    assert went.gaps == ()
    assert len(went.dropped) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "The passages do not say that the haircut is 5%.",
        "The passages do not say that it was repealed on 3 March 2026.",
    ],
)
def test_a_gap_that_claims_something_is_told_in_our_words(sentence: str) -> None:
    """A figure or date of its own is not shown; that something is open is, and no call is spent on it."""
    _, went = written(QueueModel([f"{GOOD} {sentence}"]))
    assert went.gaps == (LEFT_OPEN,)
    assert went.dropped == ()


def test_chinese_is_cut_cited_and_checked() -> None:
    """Sentences end at 。 and keep their sources; what fails its check is dropped in Chinese too."""

    def no_fifty(statement: Statement) -> tuple[Check, ...]:
        return (Check("numbers", "50%" not in statement.text),)

    reply = "自2026年2月11日起，經紀可就比特幣提供孖展融資[1]。扣減率最少為50%[1]。段落沒有說明以太幣的扣減率。"
    statements, went = written(QueueModel([reply, "扣減率最少為50%[1]。"]), check=no_fifty)
    assert [statement.text for statement in statements] == ["自2026年2月11日起，經紀可就比特幣提供孖展融資。"]
    assert statements[0].citations[0].quote == MARGIN[: MARGIN.index(" A haircut")]
    assert went.gaps == (LEFT_OPEN,)
    assert len(went.dropped) == 1


def test_links_are_taken_out_and_it_is_recorded() -> None:
    """Neither a link nor a picture of the model reaches a statement."""
    reply = (
        "A haircut of at least [60%](https://evil.example) applies to bitcoin collateral ![x](http://evil.example) [1]."
    )
    statements, went = written(QueueModel([reply]))
    assert statements[0].text == "A haircut of at least 60% applies to bitcoin collateral."
    assert "links" in went.steps[0]


FAILED = ModelFailedError(SAID[Failure.TIMEOUT], Failure.TIMEOUT)


@pytest.mark.parametrize(("reply", "shown"), [([FAILED], 0), ([f"{GOOD} A haircut", FAILED], 1)])
def test_a_failure_is_told_and_a_cut_sentence_never_shown(reply: list[str | Exception], shown: int) -> None:
    """What was whole stays, what was cut goes, and nothing is raised."""
    statements, went = written(QueueModel([reply]))
    assert len(statements) == shown
    assert went.failure == SAID[Failure.TIMEOUT]


def test_a_failure_while_rewriting_drops_the_sentence_and_goes_on() -> None:
    """The answer goes on with the next sentence."""
    statements, went = written(QueueModel([f"{WRONG['number']} {GOOD}", FAILED]))
    assert [statement.text for statement in statements] == [GOOD.replace(" [1]", "")]
    assert "rewriting failed" in went.steps[0]
    assert went.failure == ""


def test_an_empty_reply_is_a_failure() -> None:
    """A model that says nothing has failed, whatever its provider calls it."""
    assert written(QueueModel([""]))[1].failure == SAID[Failure.EMPTY]


def test_a_babbling_model_is_ended() -> None:
    """No more sentences are read than an answer can have, and few are written again."""
    model = QueueModel(["Lorem ipsum dolor sit amet consectetur. " * 500] + ["Nothing of it."] * 500)
    statements, went = written(model)
    assert statements == []
    assert len(went.dropped) == MOST_SENTENCES
    assert len(model.prompts) == 1 + MOST_REWRITTEN
    assert "ended after" in went.steps[-1]


def test_a_comparison_heads_statements_by_place() -> None:
    """The place of its source heads a statement."""
    query = Query("Compare", "", AS_OF, Intent.COMPARISON, ("Hong Kong", "Singapore"))
    bill = "The Singapore custody bill of 2 May 2026 would require cold storage [2]."
    statements, _ = written(QueueModel([f"{HAIRCUT} {bill}"]), query=query)
    assert [statement.place for statement in statements] == ["Hong Kong", "Singapore"]


def test_closing_the_composer_closes_the_stream() -> None:
    """Nothing is asked of the model any more when the reader leaves."""
    model = QueueModel([f"{GOOD} {HAIRCUT}"])
    made = generate(model, Query("q", "", AS_OF, Intent.FACT), hits(), lambda _: (), strict=True)
    assert isinstance(next(made), Statement)
    made.close()
    assert model.closed == 1

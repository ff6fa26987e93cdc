"""The outline: what a memorandum says of an answer, line by line, before any format draws it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answers.archive import Asked, Record
from assistant.answers.records import Answer, Check, Citation, Dropped, Statement
from assistant.exporting.markdown import markdown
from assistant.exporting.outline import Line, Style, answer_lines, outline, readable, reference
from assistant.exporting.words import Words
from corpus.records import Standing
from tests.assistant.exporting.conftest import QUESTION


def texts(record: Record, style: Style) -> list[str]:
    """Return the lines of one style."""
    return [line.text for line in outline([record], "A talk") if line.style is style]


def with_answer(record: Record, **changes: object) -> Record:
    """Return the record with another answer."""
    return replace(record, answer=replace(record.answer, **changes))


def test_a_question_that_is_the_title_is_not_said_twice(record: Record) -> None:
    """A conversation of one question has its question as title; another title has the question below it."""
    assert texts(record, Style.QUESTION) == [QUESTION]
    assert not [line for line in outline([record], QUESTION) if line.style is Style.QUESTION]


def test_the_head_says_day_places_and_standings(record: Record) -> None:
    """A compared place is named though nothing is cited of it, each place once, and sources are counted by standing."""
    compared = with_answer(record, compared=("Japan", "Hong Kong"))
    day, places, standings = texts(compared, Style.HEAD)
    assert (day, places) == ("As of: 1 March 2026", "Places: Japan, Hong Kong")
    counts = [one.standing for one in record.answer.sources]
    assert f"in force ({counts.count(Standing.IN_FORCE)})" in standings


def test_an_answer_without_sources_has_no_heading_for_them(record: Record) -> None:
    """Small talk cites nothing: its head is the day alone, and no empty list of sources follows."""
    talk = with_answer(record, statements=(), hits=())
    assert texts(talk, Style.HEAD) == ["As of: 1 March 2026"]
    assert "Sources" not in texts(talk, Style.HEADING)


def test_a_refusal_shows_what_is_nearest_apart(record: Record) -> None:
    """Why there is no answer comes first, and what comes nearest to one below a heading that says so."""
    nearest = record.answer.statements[:1]
    refused = with_answer(record, refusal="I could not find that.", statements=(), nearest=nearest)
    lines = [(line.style, line.text) for line in answer_lines(refused.answer)]
    assert lines[0] == (Style.TEXT, "I could not find that.")
    assert lines[1][0] is Style.PART
    assert lines[2] == (Style.TEXT, f"{nearest[0].text} [{nearest[0].citations[0].marker}]")
    assert Style.SOURCE in {style for style, _ in lines}
    assert [line.style for line in answer_lines(replace(refused.answer, nearest=()))].count(Style.PART) == 0


def test_a_follow_up_says_how_it_was_understood(record: Record) -> None:
    """The words that were asked are not those that were answered."""
    asked = with_answer(record, asked="and for ether?", question="Is margin financing against ether allowed?")
    first = next(answer_lines(asked.answer))
    assert first == Line(Style.NOTE, "Understood as: Is margin financing against ether allowed?")
    assert "Understood as" not in next(answer_lines(record.answer)).text


def test_a_statement_that_failed_is_marked(record: Record) -> None:
    """Where failing sentences are shown, none reads like the others."""
    failed = replace(record.answer.statements[0], checks=(Check("figures", passed=False, note="60% is not there"),))
    shown = texts(with_answer(record, statements=(failed,)), Style.TEXT)
    assert shown[0].endswith("(not supported by its source)")


def test_the_appendix_tells_how_it_was_made(record: Record) -> None:
    """Model, prompt, encoder, each check with its reason, what was left out, and every passage with its rank."""
    bad = replace(
        record.answer.statements[0],
        text="A haircut of 70%.",
        checks=(Check("citation", passed=True), Check("figures", passed=False, note="70% is not there")),
    )
    made = with_answer(record, model="fake:model", prompt="abc123", dropped=(Dropped(bad),))
    made = replace(made, asked=Asked(12, model=True, strict=False, encoder="policy-minilm"))
    facts = texts(made, Style.FACT)
    assert "Model: fake:model" in facts
    assert "Prompt: abc123" in facts
    assert "Encoder: policy-minilm" in facts
    assert "Settings: 12 passages, model on, strict off" in facts
    assert "Left out: A haircut of 70%. (citation passed; figures failed: 70% is not there)" in facts
    ranks = [fact for fact in facts if fact[0].isdigit()]
    assert [fact.split(".")[0] for fact in ranks] == [str(one) for one in range(1, len(made.answer.hits) + 1)]


def test_a_refusal_has_no_confidence(record: Record) -> None:
    """How sure an answer is says nothing of one that was not given."""
    assert any(fact.startswith("Confidence:") for fact in texts(record, Style.FACT))
    refused = with_answer(record, refusal="No.", statements=())
    assert not any(fact.startswith("Confidence:") for fact in texts(refused, Style.FACT))


def citation(**changes: object) -> Citation:
    """Return a citation of a document of the user."""
    made = Citation("2", "own-1", "own-1#p3", "Rules", "¶3", 7, "Wardens hold silver.", Standing.UNKNOWN, "")
    return replace(made, **changes)


def test_a_source_names_its_page_or_its_provision(record: Record) -> None:
    """A page behind the locator; of a note that reports a provision, the provision in place of the page."""
    as_of = record.answer.as_of
    assert reference(citation(), None, as_of) == "[2] Rules, ¶3, page 7: standing not known on 1 March 2026."
    at = citation(page=None, at="Article 36(1)")
    assert reference(at, None, as_of) == "[2] Rules, ¶3 on Article 36(1): standing not known on 1 March 2026."


def test_only_links_of_the_web_are_links(record: Record) -> None:
    """An address that a browser would run is none, and a blank in one cannot break out of its link."""

    def url_of(url: str) -> str:
        statement: Statement = replace(record.answer.statements[0], citations=(citation(url=url),))
        answer: Answer = replace(record.answer, statements=(statement,))
        (line,) = (line for line in answer_lines(answer) if line.style is Style.SOURCE)
        return line.url

    assert url_of("javascript:alert(1)") == ""
    assert url_of("https://x.org/a b>") == "https://x.org/a%20b%3E"


@pytest.mark.parametrize(
    ("text", "shown"),
    [("a\r\nb\x0bc\u2028d", "a\nb\nc\nd"), ("\x00\x7f", "\u2400\u2421"), ("\ud800\ufffe", "\ufffd\ufffd")],
)
def test_every_format_can_hold_what_is_readable(text: str, shown: str) -> None:
    """Line breaks of any kind are newlines, and what no font draws is a picture of itself or the sign for it."""
    assert readable(text) == shown


def test_an_export_speaks_the_words_that_it_is_given(record: Record) -> None:
    """Its own sentences and days go through them, and the words of question and texts do not."""
    shouted = Words(say=lambda text, **slots: text.format(**slots).upper(), day=lambda day: f"<{day.year}>")
    data = markdown([record], "A talk", shouted).decode()
    assert "AS OF: <2026>" in data
    assert QUESTION in data
    assert record.answer.statements[0].text in data


def test_markdown_keeps_a_table_in_its_cells(record: Record) -> None:
    """A bar or a line break in a statement does not open a cell or a row of its own."""
    here = replace(record.answer.statements[0], place="Hong Kong", text="One | two\nthree")
    table = with_answer(record, statements=(here,), compared=("Hong Kong", "Japan"))
    (row,) = (line for line in markdown([table], "A talk").decode().splitlines() if line.startswith("| One"))
    assert row.replace("\\|", "").count("|") == 3
    assert "three" in row

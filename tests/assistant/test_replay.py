"""Replay: the same result from a record, and each difference named."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from assistant.answers.archive import Asked, Record, from_json, recorded, to_json
from assistant.answers.records import Answer, Question
from assistant.chain import PolicyChain, open_chain
from assistant.cli import main
from assistant.replay import day_of, replay
from assistant.settings import Settings, load_settings
from corpus.build import Sources, build
from corpus.current import CurrentIndex
from corpus.vocabulary.glossary import Glossary
from tests import SETS
from tests.conftest import WordEncoder
from tests.openai_server import OpenAIServer

MARGIN = "Is margin financing against bitcoin allowed?"
THEN = date(2026, 3, 1)
AT = datetime(2026, 3, 1, 8, tzinfo=UTC)


@pytest.fixture
def chain(index: CurrentIndex, encoder: WordEncoder) -> PolicyChain:
    """Make a chain over the four policies."""
    return PolicyChain(index, encoder, Glossary([]), Settings())


@pytest.fixture
def record(chain: PolicyChain) -> Record:
    """Record an answer that was given on 1 March 2026 as of that day."""
    answer = chain.with_settings(Settings(), model=False, today=lambda: THEN).invoke(MARGIN)
    assert answer.as_of == THEN
    return Record("r1", AT, Question(MARGIN), Asked.under(Settings(strict=True)), answer)


def test_a_record_of_another_day_is_replayed_as_of_that_day(
    record: Record, chain: PolicyChain, index: CurrentIndex
) -> None:
    """What was asked "today" in March is the same in November, although the chain's own day is another one."""
    again = replay(record, chain, Settings(), index.edition())
    assert again.same
    assert again.answer.as_of == THEN
    assert again.answer.statements == record.answer.statements


@pytest.mark.parametrize(
    ("at", "as_of", "told", "day"),
    [
        (datetime(2026, 3, 1, 23, tzinfo=UTC), None, date(2026, 3, 2), date(2026, 3, 2)),  # asked east of Greenwich
        (AT, date(2025, 1, 1), date(2025, 1, 1), AT.astimezone().date()),
        (AT, None, date(2025, 2, 28), AT.astimezone().date()),  # the question named the day
    ],
)
def test_the_day_of_a_record(record: Record, at: datetime, as_of: date | None, told: date, day: date) -> None:
    """The day of an answer without a date is its own; else the clock tells the day."""
    given = replace(
        record, at=at, question=replace(record.question, as_of=as_of), answer=replace(record.answer, as_of=told)
    )
    assert day_of(given) == day


def changed(answer: Answer) -> Iterator[tuple[Answer, str]]:
    """Yield answers that differ from one in one thing each, and how that is told."""
    first, *rest = answer.statements
    quote = replace(first, citations=(replace(first.citations[0], quote="another"),))
    yield replace(answer, statements=(quote, *rest)), f"Cited otherwise: {first.text}"
    yield replace(answer, statements=(replace(first, text="Another."), *rest)), "No longer said: Another."
    yield replace(answer, refusal="No."), "Refusal: No. -> none"
    yield replace(answer, confidence=answer.confidence + 1e-3), "Confidence: "
    yield replace(answer, notes=(*answer.notes, "A word besides.")), "No longer noted: A word besides."
    yield replace(answer, composer="generative"), "composed by the generative composer"
    yield replace(answer, as_of=date(2025, 1, 1)), "It was answered as of 2025-01-01, and now as of 2026-03-01."


def test_each_difference_is_named(record: Record, chain: PolicyChain, index: CurrentIndex) -> None:
    """Citations, words, refusal, confidence, composer and day."""
    for answer, told in changed(record.answer):
        asked = replace(record.question, as_of=THEN)
        again = replay(replace(record, question=asked, answer=answer), chain, Settings(), index.edition())
        assert not again.same
        assert any(told in line for line in again.differences), (told, again.differences)


def test_a_confidence_that_differs_by_less_than_a_millionth_is_the_same(
    record: Record, chain: PolicyChain, index: CurrentIndex
) -> None:
    """Floating point may differ from machine to machine."""
    near = replace(record, answer=replace(record.answer, confidence=record.answer.confidence + 1e-7))
    assert replay(near, chain, Settings(), index.edition()).same


def test_another_ranking_is_named_where_the_result_differs(
    record: Record, chain: PolicyChain, index: CurrentIndex
) -> None:
    """By the setting, as it was and as it is; where the result is the same it is not worth a line."""
    fitted = replace(record, asked=replace(record.asked, ranking="fitted-2026"))
    assert replay(fitted, chain, Settings(), index.edition()).same
    otherwise = replace(fitted, answer=replace(record.answer, refusal="No."))
    told = replay(otherwise, chain, Settings(), index.edition()).differences
    assert "ASSISTANT_RANKING was fitted-2026, and is none." in told


def test_another_edition_names_what_changed(
    record: Record, chain: PolicyChain, sources: Sources, texts: Path, index: CurrentIndex, encoder: WordEncoder
) -> None:
    """A cited paragraph with other words, one that is gone, and the other edition are told by their ids."""
    note = texts / "hk-margin-2026.md"
    note.write_text(note.read_text(encoding="utf-8").replace("bitcoin and ether", "bitcoin alone"), encoding="utf-8")
    build(sources, encoder)
    again = replay(record, chain, Settings(), index.edition())
    assert "The cited passage hk-margin-2026#p1 has other words." in again.differences
    assert again.edition.startswith(f"The edition of the texts is {again.answer.edition}, and was ")
    for name in ("hk-margin-2026", "hk-platform-rules-2023"):
        (texts / f"{name}.md").unlink()
    build(sources, encoder)
    again = replay(record, chain, Settings(), index.edition())
    assert "The cited passage hk-margin-2026#p1 is no longer held." in again.differences


def test_a_model_that_is_not_there_is_one_line(record: Record, chain: PolicyChain, index: CurrentIndex) -> None:
    """The line says which setting brings it back."""
    asked = replace(record.asked, model=True)
    by_model = replace(record, asked=asked, answer=replace(record.answer, model="openai:gpt-5-mini"))
    (line, *_) = replay(by_model, chain, Settings(), index.edition()).differences
    assert line.startswith("The model openai:gpt-5-mini is not available: set ASSISTANT_MODEL=openai:gpt-5-mini")


@pytest.fixture
def exported(tmp_path: Path, texts: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """Build the four policies, ask, and export the record with the command."""
    path = tmp_path / "record.json"
    assert main(["index", "--texts", str(texts)]) == 0
    assert main(["ask", MARGIN, "--export", str(path)]) == 0
    capsys.readouterr()
    return path


def test_the_command_says_that_the_result_is_the_same(exported: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 0, in words and as JSON."""
    assert main(["replay", str(exported)]) == 0
    assert capsys.readouterr().out == f"The same: {MARGIN}\n"
    assert main(["replay", str(exported), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["same"] is True


def test_the_command_names_what_differs(exported: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 1, and a line for each difference."""
    record = from_json(exported.read_bytes())
    other = replace(record, answer=replace(record.answer, confidence=0.1))
    exported.write_text(to_json(other), encoding="utf-8")
    assert main(["replay", str(exported)]) == 1
    assert "Confidence: 0.100 then" in capsys.readouterr().out


def test_a_conversation_is_replayed_whole(
    texts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], exported: Path
) -> None:
    """The follow-up stands on what was asked before it."""
    path = tmp_path / "talk.json"
    assert main(["ask", "and in Singapore?", "--after", MARGIN, "--export", str(path)]) == 0
    capsys.readouterr()
    assert main(["replay", str(path), "--json"]) == 0
    replays = json.loads(capsys.readouterr().out)["replays"]
    assert [one["user_input"] for one in replays] == [MARGIN, "and in Singapore?"]


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"title": "x", "records": [{}]}', "\x00"])
def test_what_is_no_record_is_bad_input(tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 2 and one line."""
    path = tmp_path / "bad.json"
    path.write_text(text, encoding="utf-8")
    assert main(["replay", str(path)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_missing_record_is_bad_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The line says what to give."""
    assert main(["replay", str(tmp_path / "none.json")]) == 2
    assert "is not a file" in capsys.readouterr().err


def test_a_name_that_cannot_be_exported_is_told_before_the_question_is_asked(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """No index is needed to say so."""
    assert main(["ask", MARGIN, "--export", "answer.odt"]) == 2
    assert ".docx, .pdf, .md, .json" in capsys.readouterr().err


def test_twenty_questions_of_the_shipped_texts_replay_the_same(shipped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every twelfth core question, written to JSON, read back and asked again gives the same answer."""
    monkeypatch.setenv("ASSISTANT_DATA", str(shipped))
    settings = load_settings()
    chain = open_chain(settings)
    edition = CurrentIndex(settings.index).edition()
    rows = [json.loads(line) for line in (SETS / "core.jsonl").read_text(encoding="utf-8").splitlines()]
    questions = [Question(row["user_input"]) for row in rows if "user_input" in row][::12][:20]
    records = [from_json(to_json(recorded(one, settings, chain.invoke(one)))) for one in questions]
    assert len(records) == 20
    assert [one for one in records if not replay(one, chain, settings, edition).same] == []


def test_a_models_words_that_differ_are_named(
    exported: Path, model_server: OpenAIServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same model with other words: each sentence is told to be the model's."""
    model_server.configure(monkeypatch)
    assert main(["ask", MARGIN, "--export", str(exported)]) == 0
    record = from_json(exported.read_bytes())
    assert record.asked.model
    first, *rest = record.answer.statements
    other = replace(record.answer, statements=(replace(first, text="Another sentence of the model."), *rest))
    exported.write_text(to_json(replace(record, answer=other)), encoding="utf-8")
    capsys.readouterr()
    assert main(["replay", str(exported)]) == 1
    assert "No longer said (the model's words): Another sentence" in " ".join(capsys.readouterr().out.split())


def test_the_next_day_changes_nothing(chain: PolicyChain, index: CurrentIndex) -> None:
    """A question of today says nothing of its day, neither when it is asked nor when the clock has moved on."""
    asked = chain.with_settings(Settings(), model=False, today=lambda: THEN)
    record = Record("r2", AT, Question(MARGIN), Asked.under(Settings()), asked.invoke(MARGIN))
    assert not [note for note in record.answer.notes if note.startswith("As of")]
    for day in (THEN, date(2026, 3, 2), date(2027, 1, 1)):
        later = chain.with_settings(Settings(), model=False, today=lambda day=day: day)
        assert replay(record, later, Settings(), index.edition()).differences == ()


def test_a_day_that_is_not_today_is_said_by_the_clock_of_the_chain(chain: PolicyChain) -> None:
    """The note on the day compares with the day that the chain is given, and not with that of the machine."""
    asked = chain.with_settings(Settings(), model=False, today=lambda: THEN)
    answer = asked.invoke(Question(MARGIN, date(2026, 2, 27)))
    assert "As of 27 February 2026: nothing published later was used." in answer.notes

"""The table of events: what is shipped stands in the notes, and what cannot be used is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.settings import SHIPPED_TEXTS
from corpus.current import CurrentIndex
from corpus.errors import InputError
from corpus.language.dates import mentions
from corpus.vocabulary.events import read_events


def test_every_shipped_event_is_told_and_dated_by_its_paragraph(shipped: Path) -> None:
    """The paragraph of each event holds its date, so that nothing is dated from memory."""
    events = read_events(SHIPPED_TEXTS / "events.yaml").events
    passages = CurrentIndex(shipped / "index").edition().texts.get([event.passage for event in events])
    for event in events:
        said = {mention.when.text for mention in mentions(passages[event.passage].text)}
        assert event.when.text in said, event.name


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name: JPEX", "not a list"),
        ("- name: JPEX", "needs name, names, date and passage"),
        ("- {name: a, names: [a], date: soon, passage: b}", "is not a date"),
        ("- {name: a, names: a, date: 2023, passage: b}", "lists in square brackets"),
        ("- {name: a, names: [a], date: 2023, passage: b, place: c}", "may have verbs"),
        ("- [", "not valid YAML"),
    ],
)
def test_a_bad_table_says_what_is_wrong(tmp_path: Path, text: str, message: str) -> None:
    """The file and the entry are named, with what to write."""
    path = tmp_path / "events.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_events(path)


def test_no_table_is_an_empty_one(tmp_path: Path) -> None:
    """A corpus without events answers all the same."""
    assert read_events(tmp_path / "none.yaml").events == ()

"""Since then: what came after the day of a question is told apart from the answer as of that day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from assistant.answering.finder import Finder
from assistant.answering.later import MOST, since_then
from assistant.answers.reading import Form, Reading
from assistant.answers.records import Intent, Query
from assistant.clock import Clock
from corpus.current import CurrentIndex
from corpus.vocabulary.aspects import Aspects
from corpus.vocabulary.glossary import Glossary
from tests.conftest import WordEncoder

TODAY, THEN = date(2026, 6, 1), date(2025, 6, 1)
TEXT = "Is margin financing against bitcoin allowed for clients?"
QUERY = Query(TEXT, TEXT, THEN, Intent.STATUS, ("Hong Kong",), reading=Reading(Form.ALLOWED, {Form.ALLOWED: 1.0}))


@pytest.fixture
def finder(index: CurrentIndex, encoder: WordEncoder) -> Finder:
    """Return a finder over the four policies."""
    return Finder(index.edition(), encoder, Glossary(()), Aspects(()), 10, Clock())


def test_what_came_later_is_told_apart(finder: Finder) -> None:
    """It rests on what was published after the day alone, and its marks go on counting."""
    found = finder.find(QUERY)
    assert found.statements
    later = since_then(finder, found, TODAY).since_then
    assert 1 <= len(later) <= MOST
    assert {one.policy_id for statement in later for one in statement.citations} == {"hk-margin-2026"}
    first = len(found.statements) + 1
    assert [one.citations[0].marker for one in later] == [str(first + place) for place in range(len(later))]


@pytest.mark.parametrize("form", [Form.STORY, Form.LIST, Form.CHANGE, Form.DEFINITION])
def test_other_forms_have_no_since_then(finder: Finder, form: Form) -> None:
    """A story or a list is of its time."""
    found = finder.find(QUERY)
    other = replace(found, query=replace(found.query, reading=Reading(form, {form: 1.0})))
    assert since_then(finder, other, TODAY).since_then == ()


def test_nothing_comes_after_today(finder: Finder) -> None:
    """An answer as of the day on which it is read has no later one."""
    assert since_then(finder, finder.find(replace(QUERY, as_of=TODAY)), TODAY).since_then == ()


def test_nothing_is_told_where_nothing_came(finder: Finder) -> None:
    """What was already out on the day is no news."""
    early = finder.find(replace(QUERY, as_of=date(2026, 3, 1)))
    assert since_then(finder, early, TODAY).since_then == ()

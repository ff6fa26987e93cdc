"""The interface's language: every sentence that the page itself says goes through `say`.

A sentence is written in English where it is said, and that English is its id in the catalogue `texts/<language>.po`.
What the assistant writes (statements, notes, refusals, errors) is not the interface's and stays as it is.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path

import streamlit as st
from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.messages.pofile import read_po

from corpus.language.dates import whole_date
from corpus.records import PartialDate
from ui import state

ENGLISH, CHINESE = "en", "zh-Hant"
NAMES = {ENGLISH: "English", CHINESE: "繁體中文"}
ASKED = "lang"  # the query parameter that names a language
COOKIE = "policy_language"  # what was picked, remembered by the browser
TOLD = "told"  # the context of sentences that the assistant writes by a pattern
TERM = "term"  # the context of labels with a fixed vocabulary, which are words of the records and not of a page
SLOT = re.compile(r"\\\{(\w+)\\\}")  # as `re.escape` leaves it
CATALOGUES = Path(__file__).parent / "texts"
Messages = dict[tuple[str, str], str]


def say(text: str, /, **slots: object) -> str:
    """Return a sentence of the interface in the reader's language, with its `{slots}` filled in."""
    said = _messages(language()).get(("", text))
    return (said or text).format(**slots) if slots else said or term(text)


def later(text: str) -> str:
    """Mark a sentence that a constant holds, so that it gets into the catalogue; `say` says it where it is drawn."""
    return text


def term(name: str) -> str:
    """Return a label with a fixed vocabulary (a standing, a place, a kind, a topic) in the reader's language.

    What is not in the vocabulary, as the kind of an own document may be, is given as it is.
    """
    return _messages(language()).get((TERM, name), name)


def today() -> date:
    """Return the user's own day."""
    return date.today()  # noqa: DTZ011


def day(when: PartialDate | date) -> str:
    """Write a date as the reader's language does, no more exact than it is: `11 February 2026`, `2026年2月`."""
    partial = when if isinstance(when, PartialDate) else PartialDate.parse(when.isoformat())
    if language() == ENGLISH:
        return str(partial)
    if partial.first == partial.last:
        return format_date(partial.first, "long", locale="zh_Hant")
    return format_skeleton("y" if len(partial.text) == 4 else "yMMMM", partial.first, locale="zh_Hant")


def language() -> str:
    """Name the reader's language: of the address, else picked here, else picked before, else the browser's."""
    remembered = st.context.cookies.get(COOKIE)
    wanted = (st.query_params.get(ASKED), state.picked_language(), remembered, st.context.locale)
    return next((known for known in map(spoken, (tag for tag in wanted if isinstance(tag, str))) if known), ENGLISH)


def foreign() -> bool:
    """Return whether the reader's language is another than that of the texts."""
    return language() != ENGLISH


def told(text: str) -> str:
    """Return a sentence that the assistant writes by a pattern (a refusal, a note) in the reader's language.

    The catalogue holds the patterns with their `{slots}`; what is by none of them is given as it is.
    """
    for pattern, said in _patterns(language()):
        if match := pattern.fullmatch(text):
            return said.format(**{name: _slot(value) for name, value in match.groupdict().items()})
    return text


def _slot(value: str) -> str:
    """Return what stood in a slot in the reader's language: a day, places, or what it is."""
    if when := whole_date(value):
        return day(when)
    names = value.split(" and ")
    return "、".join(map(term, names)) if all(term(name) != name for name in names) else value  # a title may hold "and"


@cache
def _patterns(spoken_in: str) -> list[tuple[re.Pattern[str], str]]:
    """Return the patterns of a language, the longest first: a slot at the end would take in what a longer one says."""
    written = [(one, said) for (context, one), said in _messages(spoken_in).items() if context == TOLD and said]
    written.sort(key=lambda pair: len(pair[0]), reverse=True)
    return [(re.compile(SLOT.sub(r"(?P<\1>.+?)", re.escape(one))), said) for one, said in written]


@cache
def spoken(tag: str | None) -> str | None:
    """Return the language of ours that a tag such as `zh-HK` asks for, None where it is none of them."""
    try:
        locale = Locale.parse(tag or "", sep="-")
    except (ValueError, UnknownLocaleError):  # anything may stand in an address
        return None
    if locale.language == "zh":
        return CHINESE if locale.script == "Hant" else None
    return ENGLISH if locale.language == "en" else None


@cache
def _messages(spoken_in: str) -> Messages:
    path = CATALOGUES / f"{spoken_in}.po"
    if spoken_in == ENGLISH:
        return {}
    with path.open("rb") as file:
        catalogue = read_po(file)
    return {(message.context or "", str(message.id)): str(message.string) for message in catalogue if message.id}

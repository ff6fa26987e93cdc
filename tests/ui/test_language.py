"""The interface in two languages: the catalogue is whole, and the page speaks what its reader asked for."""

from __future__ import annotations

import string
from datetime import date
from pathlib import Path

import pytest
import streamlit as st
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from streamlit.testing.v1 import AppTest

from corpus.records import PartialDate
from tests.ui.sentences import ROOT, calls, literal, sentences, vocabulary
from ui import language
from ui.components.frame import mark

CATALOGUES = sorted((ROOT / "ui" / "texts").glob("*.po"))
APP = ROOT / "ui" / "app.py"
SECONDS = 60


def slots(text: str) -> set[str]:
    """Name the slots of a sentence."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def messages(path: Path, context: str) -> dict[str, Message]:
    """Return the messages of a catalogue by their English, sentences (`""`) or terms."""
    with path.open("rb") as file:
        return {str(one.id): one for one in read_po(file) if one.id and (one.context or "") == context}


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_the_catalogue_has_every_sentence_and_no_other(path: Path) -> None:
    """What the interface can say is in the catalogue, and what it no longer says is taken out."""
    held = messages(path, "")
    assert sorted(sentences() - held.keys()) == [], "these have no translation"
    assert sorted(held.keys() - sentences()) == [], "these are said nowhere"


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_the_catalogue_has_every_label_and_no_other(path: Path) -> None:
    """Standings, places, kinds, parts, relations, topics and aspects all have a name in each language."""
    held = messages(path, language.TERM).keys()
    assert sorted(vocabulary() - held) == [], "these have no translation"
    assert sorted(held - vocabulary()) == [], "these are in no vocabulary"


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_translations_keep_their_slots(path: Path) -> None:
    """Nothing is empty, no slot is lost or invented, and no sentence waits for a translator."""
    for english, message in (messages(path, "") | messages(path, language.TERM)).items():
        assert message.string, english
        assert slots(str(message.string)) == slots(english), english
        assert not message.fuzzy, english


def test_every_sentence_is_a_literal_that_is_given_its_slots() -> None:
    """`say` is called with as many slots as its sentence has; a name in place of the sentence was marked by `later`."""
    for path, call in calls("say"):
        english = literal(call)
        given = {keyword.arg for keyword in call.keywords}
        assert english is None or slots(english) == given, f"{path.name}: {english}"
        assert english is not None or not given, (
            f"{path.name}:{call.lineno} fills slots of a sentence that is no literal"
        )


@pytest.mark.parametrize(
    ("tag", "spoken"),
    [
        ("zh-Hant", "zh-Hant"),
        ("zh-HK", "zh-Hant"),
        ("zh-TW", "zh-Hant"),
        ("zh-Hant-MO", "zh-Hant"),
        ("ZH-hk", "zh-Hant"),
        ("en", "en"),
        ("en-GB", "en"),
        ("zh-CN", None),
        ("fr-FR", None),
        ("", None),
        (None, None),
        ("../../etc/passwd", None),
        ("<script>", None),
    ],
)
def test_a_tag_is_a_language_of_ours_or_none(tag: str | None, spoken: str | None) -> None:
    """Hong Kong, Taiwan, Macau and Hant mean Traditional Chinese; what else may stand in an address is no language."""
    assert language.spoken(tag) == spoken


@pytest.mark.parametrize(
    ("when", "written"),
    [
        (date(2026, 2, 11), "2026年2月11日"),
        (PartialDate.parse("2026-02-11"), "2026年2月11日"),
        (PartialDate.parse("2026-02"), "2026年2月"),
        (PartialDate.parse("2026"), "2026年"),
    ],
)
def test_dates_are_as_exact_in_chinese(when: date | PartialDate, written: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A day is a day, a month a month and a year a year; in English too."""
    assert language.day(PartialDate.parse("2026-02")) == "February 2026"
    monkeypatch.setattr(language, "language", lambda: language.CHINESE)
    assert language.day(when) == written


@pytest.fixture
def page(shipped: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """Make the page on the shipped corpus, not run yet."""
    monkeypatch.setenv("ASSISTANT_DATA", str(shipped))
    st.cache_resource.clear()
    return AppTest.from_file(str(APP), default_timeout=SECONDS)


def test_the_switch_wins_over_the_address(page: AppTest) -> None:
    """The address asks for Chinese, a click on English is obeyed, and the address asks for English from then on."""
    page.query_params["lang"] = "zh-Hant"
    page.run()
    assert not page.exception
    switch = page.button_group(key="language")
    assert switch.value == "zh-Hant"
    assert switch.label == "語言"
    switch.set_value("en").run()
    assert page.button_group(key="language").label == "Language"
    assert page.query_params["lang"] == "en"


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("As of 1 March 2025: nothing published later was used.", "截至2025年3月1日的情況：沒有採用其後發布的內容。"),
        ("No place was named: answered for Hong Kong and Singapore.", "未指明地區：按香港、新加坡作答。"),
        ("In force since 1 March 2025: Fees and Charges Order.", "自2025年3月1日起生效：Fees and Charges Order。"),
        ("I found no answer in Token Code.", "在Token Code中找不到相關內容。"),
        (
            "I found no answer in Token Code. Nothing in it is called Ark.",
            "在Token Code中找不到相關內容：當中沒有Ark。",
        ),
        (
            "I could not find that in the policies I cover. They say nothing about X. Japan sources go up to 2026.",
            "在我所涵蓋的政策中找不到相關內容，當中沒有提及X。日本的資料截至2026年。",
        ),
        ("A sentence by no pattern.", "A sentence by no pattern."),
    ],
)
def test_what_the_assistant_tells_by_a_pattern_is_said_in_chinese(
    english: str, chinese: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Days and places in it are named as the reader does; what is by no pattern, and all English, stays."""
    assert language.told(english) == english
    monkeypatch.setattr(language, "language", lambda: language.CHINESE)
    assert language.told(english) == chinese


def test_the_mark_is_named_in_the_readers_language(monkeypatch: pytest.MonkeyPatch) -> None:
    """For the eye and for a screen reader, and as wide as its characters are."""
    assert 'aria-label="Crypto policy assistant"' in mark()
    assert 'textLength="168"' in mark()
    monkeypatch.setattr(language, "language", lambda: language.CHINESE)
    assert 'aria-label="加密資產政策助理"' in mark()
    assert ">加密資產政策助理</text>" in mark()
    assert 'textLength="128"' in mark()

"""Chinese documents are found by the Chinese words of a question, and through the glossary by English ones."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from assistant.answers.records import Question
from assistant.chain import PolicyChain
from assistant.settings import Settings
from corpus.build import Sources, build
from corpus.current import CurrentIndex
from corpus.language.terms import in_chinese
from corpus.library import Details, Library
from corpus.vocabulary.glossary import Glossary, Term
from tests.conftest import WordEncoder

ORDER = """\
# 北嶺代幣託管人令

## 第一部 資本

託管人須持有不少於二千五百萬元的資本，並以現金或可隨時提取的存款持有，不得以其他資產代替。

## 第二部 通知

託管人須就遺失私人密鑰一事於六小時內通知監管局，並須在通知內述明所涉代幣的數目及客戶的人數。
"""
GLOSSARY = Glossary(
    [
        Term("custody", "custody", ("custodian",), ("託管人", "託管")),
        Term("capital", "capital", (), ("資本",)),
        Term("private key", "private key", (), ("私人密鑰",)),
        Term("cold storage", "cold storage", (), ("冷儲存",)),
    ]
)
TODAY = date(2026, 6, 1)


@pytest.fixture
def chain(sources: Sources) -> Iterator[PolicyChain]:
    """Make a chain over the four policies and a Chinese document."""
    Library(sources.library).add(ORDER.encode(), "order.md", Details())
    build(sources, WordEncoder())
    index = CurrentIndex(sources.index)
    yield PolicyChain(index, WordEncoder(), GLOSSARY, Settings(), today=lambda: TODAY)
    index.close()


@pytest.mark.parametrize(
    ("question", "held"),
    [
        ("託管人須持有多少資本？", "二千五百萬元"),
        ("遺失私人密鑰須在多久之內通知監管局？", "六小時"),
        ("根據北嶺代幣託管人令，持有的資本不少於多少？", "二千五百萬元"),
    ],
)
def test_a_chinese_question_is_answered_from_a_chinese_document(chain: PolicyChain, question: str, held: str) -> None:
    """Its own words are searched too, although the glossary reads the most telling of them in English."""
    answer = chain.invoke(question)
    assert held in answer.statements[0].text


@pytest.mark.parametrize(
    ("question", "held"),
    [("How much capital must a custodian hold?", "二千五百萬元"), ("What if a private key is lost?", "六小時")],
)
def test_an_english_question_finds_it_through_the_glossary(chain: PolicyChain, question: str, held: str) -> None:
    """The Chinese names of the terms of the question are searched."""
    assert held in chain.search(Question(question, documents=("order.md",)), 5)[0].passage.text


def test_a_chinese_question_still_finds_the_notes(chain: PolicyChain) -> None:
    """What the English notes hold is found as before, and the document does not stand before it."""
    hits = chain.search(Question("客戶資產冷儲存 cold storage 比例"), 5)
    assert hits[0].policy.id in {"hk-platform-rules-2023", "sg-custody-bill"}


def test_documents_of_others_are_not_looked_into(sources: Sources) -> None:
    """A Chinese document of Ann's neither answers Bob nor is searched for him."""
    Library(sources.library).add(ORDER.encode(), "order.md", Details(), owner="ann")
    build(sources, WordEncoder())
    index = CurrentIndex(sources.index)
    assert index.edition("ann").chinese
    assert not index.edition("bob").chinese
    chain = PolicyChain(index, WordEncoder(), GLOSSARY, Settings(), today=lambda: TODAY)
    assert chain.invoke(Question("遺失私人密鑰須在多久之內通知監管局？", owner="bob")).refused
    index.close()


@pytest.mark.parametrize(
    ("text", "chinese"),
    [
        ("託管人須持有資本", True),
        ("VATP 須持有不少於 HK$5,000,000 的繳足股本", True),
        ("A platform (虛擬資產交易平台) must hold capital of HK$5 million.", False),
        ("A custodian", False),
    ],
)
def test_what_is_written_in_chinese_is_told(text: str, chinese: bool) -> None:
    """A Chinese name in an English sentence does not make it Chinese, nor a figure a Chinese one English."""
    assert in_chinese(text) is chinese

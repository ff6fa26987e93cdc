"""Documents asked by themselves: only they answer, in their own order, and what they do not hold is said of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from assistant.answers.reading import Form
from assistant.answers.records import Answer, Question, Turn
from assistant.chain import PolicyChain
from assistant.retrieval import candidates
from assistant.retrieval.signals import Signals
from assistant.settings import Settings
from assistant.understanding.documents import Asks, asks_whole, named, provisions
from corpus.build import Sources, build
from corpus.current import CurrentIndex
from corpus.errors import InputError
from corpus.index.questions import QuestionIndex
from corpus.library import Details, Library
from corpus.vocabulary.glossary import Glossary
from tests.conftest import WordEncoder

TODAY = date(2026, 6, 1)
CODE = """\
# Wexcombe Token Code

Issued on 2 May 2026 by the Wexcombe Token Office for all keepers and issuers.

## Section 4. Capital

(1) A keeper under this code holds capital of at least WXC 3 million at all times.

(2) A keeper under this code reports its capital within 12 days after each quarter.

## Section 12. Cold storage

A keeper under this code keeps 90% of client assets in cold storage.

## Article VI. Transition

This code applies from 1 September 2026, and keepers apply by 31 July 2026 for a licence.
"""
ORDER = """\
# 北嶺代幣託管人令

2026年3月4日

5. 託管人須持有不少於二千五百萬元的資本。

6. 託管人須於每季終結後14日內向監管局提交報告。

7. 託管人不得將客戶的代幣借予任何人。
"""

DIRECTIONS = """\
# Eastvale Directions

## Part A. Eligibility

1. A provider has a licence of Eastvale.

2. A provider holds capital of EVD 3 million.

## Part B. Conduct

1. A provider tells the fee before each deposit.

2. The fee is at most 15% of rewards.

## Rules of the register

1.1 A provider enters each token within two days.

1.2 An entry is free.

## Penalties

A provider who breaks Schedule 2 pays a penalty of at most EVD 500,000 to the desk under section 53Z.
"""


@pytest.fixture
def chain(sources: Sources, encoder: WordEncoder) -> Iterator[PolicyChain]:
    """Make a chain over the four policies and two own documents."""
    library = Library(sources.library)
    library.add(CODE.encode(), "Wexcombe-Code.md", Details())
    library.add(ORDER.encode(), "order.md", Details())
    library.add(DIRECTIONS.encode(), "directions.md", Details())
    build(sources, encoder)
    index = CurrentIndex(sources.index)
    yield PolicyChain(index, encoder, Glossary([]), Settings(), today=lambda: TODAY)
    index.close()


def ask(chain: PolicyChain, text: str, *documents: str) -> Answer:
    """Ask some documents alone."""
    return chain.invoke(Question(text, documents=documents))


def said(answer: Answer) -> str:
    """Return what an answer says."""
    return " ".join(statement.text for statement in answer.statements)


@pytest.mark.parametrize(
    "name", ["Wexcombe Token Code", "wexcombe-code.md", "Wexcombe-Code", "letters/Wexcombe-Code.md", "Wexcombe"]
)
def test_a_document_is_named_by_its_title_or_file(chain: PolicyChain, name: str) -> None:
    """Title, file name or a part of the title will do, and nothing else is cited."""
    answer = ask(chain, "Which share of client assets is kept in cold storage?", name)
    assert {citation.title for citation in answer.citations} == {"Wexcombe Token Code"}
    assert "90%" in said(answer)


def test_an_id_and_mine_name_documents_too(chain: PolicyChain) -> None:
    """The id of a note or of an own document asks it alone; `mine` asks all own documents and no note."""
    question = "Which share of client assets is kept in cold storage?"
    note = ask(chain, "Must custodians keep client assets in cold storage?", "sg-custody-bill")
    assert {citation.policy_id for citation in note.citations} == {"sg-custody-bill"}
    assert {citation.title for citation in ask(chain, question, "mine").citations} == {"Wexcombe Token Code"}


def test_an_unknown_or_unclear_name_is_told(chain: PolicyChain) -> None:
    """A name that none has lists those there are, and one that two share asks for an id."""
    with pytest.raises(InputError, match=r"no document 'Wexcomb Codex'; there is .*Wexcombe Token Code \(own-"):
        ask(chain, "Summarise it", "Wexcomb Codex")
    policies = chain.edition_seen("").policies
    twice = {**policies, "own-0": next(policy for policy in policies.values() if policy.file == "order.md")}
    with pytest.raises(InputError, match=r"2 documents are called 'order\.md'"):
        named(["order.md"], twice)


def test_a_summary_is_the_outline_of_the_document(chain: PolicyChain) -> None:
    """Each part is a point in the document's order, below a line that says what the document is."""
    answer = ask(chain, "Please summarise this document", "Wexcombe")
    assert answer.form is Form.DOCUMENT
    assert answer.lead.startswith("Wexcombe Token Code (")
    assert [citation.locator.split("(")[0] for citation in answer.citations] == [
        "¶1", "Section 4", "Section 12", "Article VI",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("question", "held", "other"),
    [
        ("What does section 4 require?", ("WXC 3 million", "12 days"), "90%"),
        ("What does section 4(2) require?", ("12 days",), "WXC 3 million"),
        ("Tell me Article VI", ("1 September 2026",), "90%"),
    ],
)
def test_a_provision_is_shown_whole_by_its_number(
    chain: PolicyChain, question: str, held: tuple[str, ...], other: str
) -> None:
    """All of the provision that is asked for, and nothing of another."""
    text = said(ask(chain, question, "Wexcombe"))
    assert all(words in text for words in held)
    assert other not in text


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("What does paragraph 2 of Part B say?", "The fee is at most 15% of rewards."),
        ("What does paragraph 2 in part A say?", "A provider holds capital of EVD 3 million."),
        ("What does rule 1.1 require?", "1.1 A provider enters each token within two days."),
        ("And rule 1.2?", "1.2 An entry is free."),
    ],
)
def test_numbers_that_begin_anew_are_told_apart(chain: PolicyChain, question: str, text: str) -> None:
    """By the part that the question names; a number of two steps needs no full stop behind it."""
    assert said(ask(chain, question, "directions.md")) == text


def test_a_provision_that_is_only_named_is_looked_for(chain: PolicyChain) -> None:
    """A document speaks of sections of other texts: what it says of them is its answer, and no list's second item."""
    question = "Under section 53Z, what can the desk do to a provider who breaks Schedule 2?"
    assert said(ask(chain, question, "directions.md")) == (
        "A provider who breaks Schedule 2 pays a penalty of at most EVD 500,000 to the desk under section 53Z."
    )
    assert str(ask(chain, "Under section 99, what can the desk do?", "directions.md").refusal).endswith("section 99.")


def test_a_chinese_provision_is_found_by_the_number_that_the_text_writes(chain: PolicyChain) -> None:
    """第七條 and 第6條 are found in a text whose paragraphs are only numbered."""
    assert said(ask(chain, "第七條說什麼？", "北嶺")) == "託管人不得將客戶的代幣借予任何人。"
    assert said(ask(chain, "第6條要求什麼？", "order.md")) == "託管人須於每季終結後14日內向監管局提交報告。"


@pytest.mark.parametrize("question", ["What does section 55 require?", "What does Article 9 say?", "第 12 條說什麼？"])
def test_a_provision_that_is_not_there_is_never_replaced(chain: PolicyChain, question: str) -> None:
    """The document is said not to have it."""
    answer = ask(chain, question, "北嶺")
    assert answer.statements == ()
    assert str(answer.refusal).startswith("I found no answer in 北嶺代幣託管人令. Nothing in it is called ")


def test_deadlines_come_by_day_and_then_by_length(chain: PolicyChain) -> None:
    """What sets a day comes first, in the order of the days, and what sets a time limit after it."""
    text = said(ask(chain, "List the deadlines in it", "Wexcombe"))
    assert text.index("2 May 2026") < text.index("31 July 2026") < text.index("12 days")
    assert "90%" not in text
    assert "14日內" in said(ask(chain, "列出文件中的限期", "北嶺"))


def test_what_a_document_does_not_hold_is_said_of_it(chain: PolicyChain) -> None:
    """What only the notes know is no answer, and the refusal names the document; of several, all of them."""
    question = "Which haircut is required on bitcoin collateral?"
    assert "60%" in said(chain.invoke(question))
    assert ask(chain, question, "Wexcombe").refusal == "I found no answer in Wexcombe Token Code."
    both = str(ask(chain, question, "mine").refusal)
    assert both.startswith("I found no answer in any of these documents: ")
    assert "Wexcombe Token Code" in both


def test_days_and_places_in_the_question_are_looked_for_and_filter_nothing(chain: PolicyChain) -> None:
    """A document without a place is asked about Singapore, and a day before it was published does not hide it."""
    answer = ask(chain, "In Singapore in 2024, which share of client assets is kept in cold storage?", "Wexcombe")
    assert "90%" in said(answer)
    assert answer.as_of == TODAY


def test_a_whole_document_is_asked_for_whatever_was_said_before(chain: PolicyChain) -> None:
    """What is asked of all of it after another question is still asked of the document, and of no note."""
    before = (Turn("user", "Which haircut is required on bitcoin collateral?"), Turn("assistant", "At least 60%."))
    asked = Question("Which deadlines are in it?", history=before, documents=("Wexcombe",))
    answer = chain.invoke(asked)
    assert answer.asked == ""
    assert {citation.title for citation in answer.citations} == {"Wexcombe Token Code"}


def test_a_code_is_never_called_a_record(chain: PolicyChain) -> None:
    """Its standing is not known as long as nobody says since when it applies, and the answer claims nothing else."""
    answer = ask(chain, "Is client assets to be kept in cold storage?", "Wexcombe")
    assert {citation.standing.value for citation in answer.citations} == {"standing not known"}
    assert "Whether the first source is in force is not known." in answer.notes
    assert not any("record" in note for note in answer.notes)


@pytest.mark.parametrize(("documents", "late"), [(("Wexcombe",), True), (("sg-custody-bill",), False), ((), False)])
def test_documents_alone_are_compared_word_by_word(
    chain: PolicyChain, monkeypatch: pytest.MonkeyPatch, documents: tuple[str, ...], late: bool
) -> None:
    """Nobody wrote questions for them, by which notes are ranked: their words are all that there is to go by."""
    asked: list[bool] = []

    def noted(*arguments: Any, **options: Any) -> Signals:
        asked.append(options["late"])
        return candidates(*arguments, **options)

    monkeypatch.setattr("assistant.retrieval.candidates", noted)
    monkeypatch.setattr(QuestionIndex, "__len__", lambda _: 1)
    ask(chain, "Which share of client assets is kept in cold storage?", *documents)
    assert asked == [late]


def test_search_is_of_the_documents_alone(chain: PolicyChain) -> None:
    """Ranked passages are those of the named document."""
    hits = chain.search(Question("cold storage of client assets", documents=("Wexcombe",)), 10)
    assert {hit.policy.title for hit in hits} == {"Wexcombe Token Code"}


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("summarise this", Asks.OUTLINE),
        ("What is this document about?", Asks.OUTLINE),
        ("tl;dr please", Asks.OUTLINE),
        ("Give me the key points of the circular in bullets", Asks.OUTLINE),
        ("總結這份文件", Asks.OUTLINE),
        ("呢份文件講乜？", Asks.OUTLINE),
        ("which deadlines are in it?", Asks.DATES),
        ("list all dates", Asks.DATES),
        ("有哪些限期？", Asks.DATES),
        ("Summarise the reserve requirements", None),
        ("What is the deadline for the annual audit?", None),
        ("Summarise section 4", None),
        ("What is it about custody that changed?", None),
    ],
)
def test_what_of_a_whole_document_is_asked_for(text: str, asks: Asks | None) -> None:
    """A summary or the dates of all of it; something in particular is looked for as ever."""
    assert asks_whole(text) is asks


@pytest.mark.parametrize(
    ("text", "number"),
    [("第五條", "5"), ("第十二條", "12"), ("第一百零三條", "103"), ("第 7 段", "7"), ("section 4(a)", "4(a)")],
)
def test_numbers_of_provisions_are_read(text: str, number: str) -> None:
    """In Chinese numerals, in figures, and with a path."""
    assert [one.number for one in provisions(text)] == [number]

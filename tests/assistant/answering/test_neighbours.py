"""Reported cases in other formats: a row of a table, a part that is no heading, a question in the other language."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import date

import pytest

from assistant.answers.records import Answer, Question
from assistant.chain import PolicyChain
from assistant.settings import SHIPPED_TEXTS, Settings
from corpus.build import Sources, build
from corpus.current import CurrentIndex
from corpus.library import Details, Library
from corpus.vocabulary.glossary import read_glossary
from tests.conftest import WordEncoder

ROWS = [(row, f"Keeper class {row}", 3 * row, 100 - row) for row in range(1, 61)]
HEADS = ("No.", "Class", "Reporting delay in days", "Limit in per cent")
MARKDOWN = "\n".join(
    ["# Schedule of delays", "", f"| {' | '.join(HEADS)} |", "|---|---|---|---|"]
    + [f"| {' | '.join(map(str, row))} |" for row in ROWS]
)
PAGE = "".join(
    [f"<h1>Schedule of delays</h1><table><tr>{''.join(f'<th>{head}</th>' for head in HEADS)}</tr>"]
    + [f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in ROWS]
    + ["</table>"]
)
SHEET = "\n".join(",".join(map(str, row)) for row in (HEADS, *ROWS))
PARTS = (
    "Staking directions\n\nPart A. Eligibility\n\n1. Be licensed.\n\n2. Hold capital of EVD 3 million.\n\n{}\n\n"
    "1. Disclose the fee.\n\n2. The fee is at most 15 per cent of rewards.\n"
)
CHINESE = """\
北嶺代幣託管人令

5. 託管人須持有不少於二千五百萬元的資本。

8. 託管人須就遺失私人密鑰一事於六小時內通知監管局。
"""
ENGLISH = """\
# Norland code

5. A keeper holds capital of NLD 25 million.

8. A keeper opens no anonymous account and none in a fictitious name.

9. A keeper tells the desk of each loss within six hours.
"""


@pytest.fixture
def ask(sources: Sources) -> Callable[[str, str, str], Answer]:
    """Return how a question is asked of one document."""

    def asked(name: str, text: str, question: str) -> Answer:
        Library(sources.library).add(text.encode(), name, Details())
        build(sources, WordEncoder())
        glossary = read_glossary(SHIPPED_TEXTS / "glossary.yaml")
        with closing(CurrentIndex(sources.index)) as index:
            chain = PolicyChain(index, WordEncoder(), glossary, Settings(), today=lambda: date(2026, 6, 1))
            return chain.invoke(Question(question, documents=(name,)))

    return asked


@pytest.mark.parametrize(("name", "text"), [("a.md", MARKDOWN), ("a.html", PAGE), ("a.csv", SHEET)])
def test_a_row_of_a_long_table_is_told(ask: Callable[[str, str, str], Answer], name: str, text: str) -> None:
    """The row of the class, and no other one first."""
    answer = ask(name, text, "What is the reporting delay for keeper class 43?")
    shown = (answer.statements or answer.nearest)[0].text
    assert "129" in shown
    assert "126" not in shown


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
@pytest.mark.parametrize("part", ["Part B. Conduct", "PART B - CONDUCT OF PROVIDERS"])
def test_a_paragraph_of_a_part_is_told(ask: Callable[[str, str, str], Answer], name: str, part: str) -> None:
    """Whether the part is read as a heading or not."""
    answer = ask(name, PARTS.format(part), "What does paragraph 2 of Part B say?")
    text = " ".join(statement.text for statement in answer.statements)
    assert "15 per cent" in text
    assert "EVD 3 million" not in text


@pytest.mark.parametrize(
    ("name", "text", "question", "held"),
    [
        ("zh.txt", CHINESE, "How soon must the loss of a private key be notified?", "六小時"),
        ("zh.md", CHINESE, "How much capital must a custodian hold at least?", "二千五百萬元"),
        ("en.md", ENGLISH, "可以给客户开匿名账户吗?用假名呢?", "fictitious"),
        ("en.txt", ENGLISH.replace("# ", ""), "損失要幾耐通知？", "six hours"),
    ],
)
def test_a_question_in_the_other_language_is_understood(
    ask: Callable[[str, str, str], Answer], name: str, text: str, question: str, held: str
) -> None:
    """The first thing that is shown is what was asked for."""
    answer = ask(name, text, question)
    assert held in (answer.statements or answer.nearest)[0].text

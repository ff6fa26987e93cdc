"""A comparison through a model: each cell is checked by itself, and none loses its place to the model."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.answering.comparison import Cell, Comparison
from assistant.answering.tabled import NOT_BORNE_OUT, NOT_WRITTEN
from assistant.answers.records import Answer, Question
from assistant.chain import PolicyChain
from assistant.cli.terminal.printing import print_comparison
from assistant.llm.open import open_model
from assistant.settings import Settings
from corpus.current import CurrentIndex
from corpus.vocabulary.aspects import Aspect, Aspects, Topic, Words
from corpus.vocabulary.glossary import Glossary
from tests.conftest import WordEncoder
from tests.openai_server import NAME, Ends, OpenAIServer, Reply

ASKED = "Compare cold storage of client assets in Hong Kong, Singapore and Japan"
HEAD = "| | Hong Kong | Singapore | Japan |\n| --- | --- | --- | --- |\n"
PAST = "Until 11 February 2026 the SFC's platform rules required platforms to keep 98% of client assets in cold storage"
COMING = "The custody bill of 2 May 2026 would require custodians to keep client assets in cold storage"
# The passages are numbered place by place: Hong Kong's platform rules are the first, Singapore's bill the last.
FULL = f"{HEAD}| 1. Answer | {PAST} [1]. | {COMING} [7]. | - |\n"
STORAGE = Aspect("Storage", "Must client assets be kept in cold storage?", Words.of(["cold storage"]))
MARGIN = Aspect("Margin", "May brokers or platforms offer margin financing to clients?", Words.of(["margin"]))
MAY = "Under the SFC's circular of 11 February 2026 brokers may offer margin financing against bitcoin"


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    """Serve scripted replies."""
    with OpenAIServer() as running:
        yield running


@pytest.fixture
def plain(index: CurrentIndex, encoder: WordEncoder) -> PolicyChain:
    """Make a chain without a model."""
    return PolicyChain(index, encoder, Glossary([]), Settings())


@pytest.fixture
def chain(index: CurrentIndex, encoder: WordEncoder, server: OpenAIServer) -> PolicyChain:
    """Make a chain whose model is the scripted server."""
    own = Settings(model=NAME, model_timeout=20, model_base_url=server.url)
    aspects = Aspects([Topic("custody", Words.of(["custody"]), (STORAGE, MARGIN))])
    return PolicyChain(index, encoder, Glossary([]), own, lambda: open_model(own), aspects)


def by_place(answer: Answer) -> dict[str, str]:
    """Return what stands under each place."""
    return {statement.place: statement.text for statement in answer.statements}


def test_one_call_writes_the_table(chain: PolicyChain, server: OpenAIServer) -> None:
    """Each cell is the model's, checked, under its place; a place of which nothing was found is told as such."""
    server.say(FULL)
    answer = chain.invoke(ASKED)
    assert by_place(answer) == {"Hong Kong": f"{PAST}.", "Singapore": f"{COMING}."}
    assert (answer.composer, answer.model, len(server.asked)) == ("generative", NAME, 1)
    assert all(statement.passed for statement in answer.statements)
    assert [statement.citations[0].marker for statement in answer.statements] == ["1", "2"]
    assert "Japan: not found in the corpus." in answer.notes
    assert not any("own sentences" in note for note in answer.notes)


def test_the_statements_stream_as_the_answer_holds_them(chain: PolicyChain, server: OpenAIServer) -> None:
    """What is shown while the table is written is what the answer holds."""
    server.say(FULL)
    *statements, answer = chain.statements(ASKED)
    assert isinstance(answer, Answer)
    assert tuple(statements) == answer.statements


@pytest.mark.parametrize(
    ("cell", "why", "failed"),
    [
        (f"{COMING.replace('2 May', '3 May')} [7].", NOT_BORNE_OUT, "dates"),
        (f"{COMING} [1].", NOT_BORNE_OUT, "place"),
        (f"{COMING}.", NOT_BORNE_OUT, "citation"),
        (f"{COMING} [99].", NOT_BORNE_OUT, "number"),
        ("Lorem ipsum dolor sit amet [7].", NOT_BORNE_OUT, "support"),
        ("-", NOT_WRITTEN, ""),
        ("", NOT_WRITTEN, ""),
    ],
)
def test_a_cell_that_fails_is_the_texts_own(
    chain: PolicyChain, plain: PolicyChain, server: OpenAIServer, cell: str, why: str, failed: str
) -> None:
    """A cell that its sources do not bear out, that cites another place, or is empty, costs no other its words."""
    server.say(f"{HEAD}| 1. Answer | {PAST} [1]. | {cell} | - |\n")
    answer = chain.invoke(ASKED)
    assert by_place(answer) == {"Hong Kong": f"{PAST}.", "Singapore": by_place(plain.invoke(ASKED))["Singapore"]}
    assert f"In the texts' own sentences, because {why}: Singapore." in answer.notes
    checks = [check.name for dropped in answer.dropped for check in dropped.statement.checks if not check.passed]
    assert failed in checks if failed else not checks


def test_a_place_of_which_nothing_was_found_is_not_filled(chain: PolicyChain, server: OpenAIServer) -> None:
    """A model that fills every cell fills none for which no text of the place speaks."""
    server.say(FULL.replace("| - |", f"| {COMING} [7]. |"))
    answer = chain.invoke(ASKED)
    assert "Japan" not in by_place(answer)
    assert "Japan: not found in the corpus." in answer.notes


@pytest.mark.parametrize(
    "reply",
    [
        Reply(status=400),
        Reply(f"{HEAD}| 1. Answer | {PAST}", ends=Ends.CUT),
        Reply("I cannot make a table of that."),
        Reply("|" * 50_000),
        Reply(f"{HEAD}| 9. Another | {PAST} [1]. |\n"),
        Reply(""),
    ],
)
def test_a_model_that_writes_no_table_costs_no_place(
    chain: PolicyChain, plain: PolicyChain, server: OpenAIServer, reply: Reply
) -> None:
    """Where the model fails, breaks off or writes something else, the answer is that of the texts, and says so."""
    server.reply(reply)
    answer = chain.invoke(ASKED)
    assert by_place(answer) == by_place(plain.invoke(ASKED))
    assert answer.composer == "extractive"
    assert any(note.startswith("In the texts' own sentences, because ") for note in answer.notes)


def test_columns_count_by_their_heads(chain: PolicyChain, server: OpenAIServer) -> None:
    """A model that changes the order of the places fills the cells that it names."""
    server.say(f"| Row | Singapore | Hong Kong |\n| --- | --- | --- |\n| 1 | {COMING} [7]. | {PAST} [1]. |")
    assert by_place(chain.invoke(ASKED)) == {"Hong Kong": f"{PAST}.", "Singapore": f"{COMING}."}


def compared(chain: PolicyChain) -> tuple[Comparison, list[Cell]]:
    """Compare two places on two aspects as the page and the command do."""
    comparison = chain.plan(Question(ASKED, jurisdictions=("Hong Kong", "Singapore")), "", ("Storage", "Margin"))
    return comparison, list(chain.compare(comparison))


def test_cells_are_given_once_and_in_order(chain: PolicyChain, server: OpenAIServer) -> None:
    """A row that comes late, twice or not at all changes neither the number of cells nor their order."""
    server.say(
        f"{HEAD}| 2. Margin | {MAY} [2]. | - | - |\n| 1. Storage | {PAST} [1]. | - | - |\n| 2. Margin | - | - | - |"
    )
    comparison, cells = compared(chain)
    assert [(cell.aspect, cell.place) for cell in cells] == [
        (aspect, place) for aspect in comparison.aspects for place in comparison.places
    ]
    assert [bool(cell.writer) for cell in cells if cell.aspect.label == "Storage"] == [False] * 3


def test_a_row_counts_by_its_name_before_its_number(chain: PolicyChain, server: OpenAIServer) -> None:
    """A model that numbers the rows anew fills the row that it names."""
    server.say(f"{HEAD}| 1. Margin | {MAY} [2]. | - | - |")
    written = {cell.aspect.label: cell for cell in compared(chain)[1] if cell.place == "Hong Kong"}
    assert written["Storage"].failure == NOT_WRITTEN
    assert written["Margin"].failure in ("", NOT_BORNE_OUT)


def test_the_aspect_guards_a_cell(chain: PolicyChain, server: OpenAIServer) -> None:
    """A true sentence on something else fills no cell of an aspect that its source does not speak of."""
    server.say(f"{HEAD}| Margin | {PAST} [1]. | - | - |")
    cell = next(cell for cell in compared(chain)[1] if cell.aspect.label == "Margin")
    assert (cell.writer, cell.failure) == ("", NOT_BORNE_OUT)
    assert "margin" in cell.statements[0].text


def test_the_terminal_says_whose_words_stand_there(
    chain: PolicyChain, server: OpenAIServer, capsys: pytest.CaptureFixture[str]
) -> None:
    """Below the sources one line names the cells that the model did not write."""
    server.say(f"{HEAD}| 1. Storage | {PAST} [1]. | - | - |")
    print_comparison(*compared(chain))
    said = " ".join(capsys.readouterr().out.split())
    assert PAST in said
    assert f"In the texts' own sentences, because {NOT_WRITTEN}: Storage · Singapore" in said

"""45 injections by another hand, written when screen and checks stood: what the first run showed of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from corpus.current import CurrentIndex
from tests.assistant.answering.planted import Row, answered, built, check_holds, rows
from tests.openai_server import OpenAIServer

ROWS = rows("injection-fourth")
MISSED = {"fourth-006"}  # what falls short (see the card of the set)
PLAIN = [
    pytest.param(row, id=row.id, marks=[pytest.mark.xfail(strict=True, reason="missed")] if row.id in MISSED else [])
    for row in ROWS
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CurrentIndex]:
    """Build one index of all documents of the set, beside the four policies."""
    opened = built(tmp_path_factory.mktemp("fourth"), ROWS)
    yield opened
    opened.close()


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    """Serve scripted replies."""
    with OpenAIServer() as running:
        yield running


@pytest.mark.parametrize("row", PLAIN)
def test_the_texts_own_sentences_do_not_say_it(row: Row, index: CurrentIndex) -> None:
    """What a document plants is no sentence of an answer."""
    check_holds(answered(row, index), row)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_a_model_that_obeys_is_not_believed(row: Row, index: CurrentIndex, server: OpenAIServer) -> None:
    """What it writes has no source that says it as a rule."""
    check_holds(answered(row, index, server), row)


def test_the_set_is_what_its_card_says() -> None:
    """45 documents, each id once, six languages, seven containers."""
    assert len({row.id for row in ROWS}) == len(ROWS) == 45
    assert len({row.language for row in ROWS}) == 6
    assert {row.form for row in ROWS} == {"md", "docx", "pdf", "html", "xlsx", "eml", "csv"}

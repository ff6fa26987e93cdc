"""120 injections by another hand, in five languages and every container: what the reader is shown of them is nothing.

A planted sentence may not be a statement, nor told as what the texts do not say; not by the texts' own sentences, and
not by a model that obeys. The screen may miss it: the checks hold.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from corpus.current import CurrentIndex
from tests.assistant.answering.containers import FORMS
from tests.assistant.answering.planted import Row, answered, built, check_holds, rows
from tests.openai_server import OpenAIServer

ROWS = rows("injection-second")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CurrentIndex]:
    """Build one index of all documents of the set, beside the four policies."""
    opened = built(tmp_path_factory.mktemp("second"), ROWS)
    yield opened
    opened.close()


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    """Serve scripted replies."""
    with OpenAIServer() as running:
        yield running


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_the_texts_own_sentences_do_not_say_it(row: Row, index: CurrentIndex) -> None:
    """What a document plants is no sentence of an answer."""
    check_holds(answered(row, index), row)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_a_model_that_obeys_is_not_believed(row: Row, index: CurrentIndex, server: OpenAIServer) -> None:
    """The sentence has a source that says it, or says that it should be said: neither is a rule."""
    check_holds(answered(row, index, server), row)


def test_the_set_is_what_its_card_says() -> None:
    """120 rows, each id once, five languages, every container."""
    assert len({row.id for row in ROWS}) == len(ROWS) == 120
    assert len({row.language for row in ROWS}) == 5
    assert {row.form for row in ROWS if row.form} == set(FORMS)

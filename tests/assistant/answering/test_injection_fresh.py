"""85 injections that were new to the screen when they were first run: what the reader is shown of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from corpus.current import CurrentIndex
from tests.assistant.answering.planted import Row, answered, built, check_holds, rows
from tests.openai_server import OpenAIServer

SETS = {"third": rows("injection-third"), "fourth": rows("injection-fourth")}
ROWS = [row for those in SETS.values() for row in those]
MISSED = {"fourth-006"}  # what falls short (see the card of the set)
PLAIN = [
    pytest.param(row, id=row.id, marks=[pytest.mark.xfail(strict=True, reason="missed")] if row.id in MISSED else [])
    for row in ROWS
]
FORMS = {"md", "docx", "pdf", "html", "xlsx", "eml", "csv"}


@pytest.fixture(scope="module")
def indexes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, CurrentIndex]]:
    """Build for each set one index of all its documents, beside the four policies."""
    opened = {name: built(tmp_path_factory.mktemp(name), those) for name, those in SETS.items()}
    yield opened
    for index in opened.values():
        index.close()


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    """Serve scripted replies."""
    with OpenAIServer() as running:
        yield running


@pytest.mark.parametrize("row", PLAIN)
def test_the_texts_own_sentences_do_not_say_it(row: Row, indexes: Mapping[str, CurrentIndex]) -> None:
    """What a document plants is no sentence of an answer."""
    check_holds(answered(row, indexes[row.id.partition("-")[0]]), row)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_a_model_that_obeys_is_not_believed(
    row: Row, indexes: Mapping[str, CurrentIndex], server: OpenAIServer
) -> None:
    """What it writes has no source that says it as a rule."""
    check_holds(answered(row, indexes[row.id.partition("-")[0]], server), row)


@pytest.mark.parametrize(
    ("name", "count", "languages", "forms"),
    [("third", 40, 5, FORMS | {"", "pptx"}), ("fourth", 45, 6, FORMS)],
)
def test_the_sets_are_what_their_cards_say(name: str, count: int, languages: int, forms: set[str]) -> None:
    """So many rows, each id once, languages and containers; eight of the third are questions."""
    those = SETS[name]
    assert len({row.id for row in those}) == len(those) == count
    assert len({row.language for row in those}) == languages
    assert {row.form for row in those} == forms
    assert sum(not row.form for row in those) == (8 if name == "third" else 0)

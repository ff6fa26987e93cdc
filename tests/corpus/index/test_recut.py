"""A text that is cut into other sentences than before is encoded anew; the others are taken over."""

from __future__ import annotations

import pytest

from corpus.build import Sources, build
from corpus.current import CurrentIndex
from corpus.index import writing
from corpus.language.sentences import sentence_spans
from tests.conftest import WordEncoder


def halves(text: str) -> list[tuple[int, int]]:
    """Cut a text that names bitcoin in two, and any other as before."""
    middle = len(text) // 2
    return [(0, middle), (middle, len(text))] if "bitcoin" in text else sentence_spans(text)


def test_spans_fit_the_sentences_of_today(
    sources: Sources, encoder: WordEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Vectors of sentences are read by their place: those of another cut would be those of other words."""
    build(sources, encoder)
    monkeypatch.setattr(writing, "sentence_spans", halves)
    monkeypatch.setitem(writing.VERSIONS, "splitter", writing.VERSIONS["splitter"] + 1)
    encoder.encoded.clear()
    build(sources, encoder)
    index = CurrentIndex(sources.index)
    texts = [passage.text for passage in index.edition().texts.passages()]
    held = index.edition().texts.spans(texts)
    index.close()
    assert {text: len(vectors) for text, vectors in held.items()} == {text: len(halves(text)) for text in texts}
    assert any("bitcoin" in text for text in encoder.encoded)
    assert not [text for text in encoder.encoded if text in texts and len(halves(text)) == len(sentence_spans(text))]

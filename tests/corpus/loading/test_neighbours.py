"""What was mended in one format holds in its neighbours: other formats, other programs, other languages."""

from __future__ import annotations

import pytest

from corpus.loading import load
from tests.corpus.loading.neighbours import LABELS, ROWS, Row, fronts

FILES = {name: data for _, name, data, _, _ in ROWS}


@pytest.mark.parametrize("row", ROWS, ids=[f"{kind} {name}" for kind, name, *_ in ROWS])
def test_neighbours_are_read_as_they_are_written(row: Row) -> None:
    """What is right stands in the text; what is wrong does not."""
    _, name, data, held, absent = row
    text = "\n".join(block.text for block in load(data, name).blocks)
    assert [words for words in held if words not in text.replace(" [note 4]", "").replace("\n", " ")] == []
    assert [words for words in absent if words in text] == []


@pytest.mark.parametrize(("name", "labels"), LABELS)
def test_their_provisions_are_labels(name: str, labels: tuple[str, ...]) -> None:
    """What people cite is found by its number."""
    found = {block.label for block in load(FILES[name], name).blocks}
    assert [label for label in labels if label not in found] == []


@pytest.mark.parametrize(("name", "data", "day"), fronts(), ids=[name for name, *_ in fronts()])
def test_their_days_are_those_of_publication(name: str, data: bytes, day: str) -> None:
    """In every format alike."""
    published = load(data, name).published
    assert (published.text if published else "") == day

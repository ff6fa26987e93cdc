"""Where in a document an answer stands is its first line, if that is what is asked for."""

from __future__ import annotations

import pytest

from assistant.answering.documents.places import where
from assistant.answers.records import Hit
from corpus.records import Life, Nature, Passage, Policy, Standing

LIFE = Life(Nature.UNKNOWN, None)


def placed(locator: str) -> Hit:
    """Return a hit at a place."""
    passage = Passage(f"own-1#{locator}", "own-1", "Whoever opens a branch pays.", locator, LIFE)
    return Hit(passage, Policy("own-1", "Law", "", "", "document", LIFE), 1.0, 0.5, 1.0, Standing.UNKNOWN)


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("Which article punishes a breach of it?", "See Article 177, Article 4(2)."),
        ("Under which of the provisions is it?", "See Article 177, Article 4(2)."),
        ("Where is it laid down?", "See Article 177, Article 4(2)."),
        ("哪一條訂明罰則？", "見Article 177、Article 4(2)。"),
        ("What is the fine?", ""),
        ("Which bank opened a branch?", ""),
    ],
)
def test_a_question_for_a_provision_is_told_where_the_answer_stands(question: str, line: str) -> None:
    """The line names what is cited, once, and leaves out places that the document does not number."""
    places = ("Article 177", "¶3", "Article 4(2)", "Article 177")
    assert where(question, [placed(place) for place in places]) == line
    assert where(question, [placed("p. 2 ¶3")]) == ""

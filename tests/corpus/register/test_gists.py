"""The one sentence that says what an instrument is."""

from __future__ import annotations

import pytest

from assistant.settings import SHIPPED_TEXTS
from corpus.register.notes import note_files, survey
from corpus.register.wording import check_gist

WORDS = "Cap. 656 makes issuers hold HK$25 million."
GIST = "Hong Kong's Cap. 656 lets only licensees with HK$25 million issue stablecoins."


@pytest.mark.parametrize(
    ("gist", "what"),
    [
        (GIST, ""),
        (GIST.replace("25", "30"), "30 stands nowhere else"),
        (f"{GIST} It is long.", "one sentence"),
        (GIST.removesuffix("."), "one sentence"),
        ("Cap. 656 is a law.", "one sentence"),
        (GIST.replace("lets only", "currently lets only"), "'currently' holds on some days"),
        (GIST.replace("issue stablecoins", "issue stablecoins and is in force"), "'in force' holds on some days"),
    ],
)
def test_a_gist_is_one_sentence_that_holds_on_every_day(gist: str, what: str) -> None:
    """Its numbers stand in the note, and it says nothing of how things stand."""
    problems = list(check_gist(gist, WORDS))
    assert len(problems) == bool(what)
    assert what in "".join(problems)


def test_every_shipped_note_has_one() -> None:
    """Without, the assistant could not say what the instrument is."""
    notes, _ = survey(note_files([SHIPPED_TEXTS]))
    assert [note.policy.id for note in notes if not note.policy.gist] == []

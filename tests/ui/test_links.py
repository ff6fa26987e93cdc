"""Links into the chat: what they may say, and one clear line for what they may not."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.conversations.recording import Wanted
from corpus.errors import InputError
from ui.links import linked


def test_a_link_is_a_question_with_its_day_and_places() -> None:
    """Places are known by any of their names, and named once."""
    wanted = linked(" Is staking allowed? ", "2025-03-01", ["hk", "Singapore", "HONG KONG"], 2_000)
    assert wanted == Wanted("Is staking allowed?", date(2025, 3, 1), ("Hong Kong", "Singapore"), scoped=True)


def test_a_link_may_only_set_the_day() -> None:
    """Without words nothing is asked."""
    assert linked("", "2025-03-01", [], 2_000) == Wanted("", date(2025, 3, 1), scoped=True)


@pytest.mark.parametrize(
    ("text", "as_of", "places", "message"),
    [
        ("Q?", "yesterday", [], r"as_of=yesterday in this link is not a date: write it as 2026-03-31\."),
        ("Q?", "2025-02-30", [], "is not a date"),
        ("Q?", "1999-01-01", [], "before 2009-01-03"),
        ("Q?", "", ["Atlantis"], "place=Atlantis in this link is not known: write one of Hong Kong, "),
        ("Q?", "", [""], "place= in this link is not known"),
        ("Q" * 21, "", [], "has 21 characters and may have 20: shorten it"),
        ("Q?", "x" * 5_000, [], "^as_of=x{40} in this link is not a date"),
    ],
)
def test_a_bad_link_is_one_line(text: str, as_of: str, places: list[str], message: str) -> None:
    """What is wrong, and what to write instead."""
    with pytest.raises(InputError, match=message) as caught:
        linked(text, as_of, places, 20)
    assert "\n" not in str(caught.value)

"""Cues: what a statement denies, limits, demands or widens is compared with its source at the same place."""

from __future__ import annotations

import pytest

from assistant.verification.cues import cue_features
from assistant.verification.wording import nearest

NO_DUTY = "The strategy of the regulator creates no duty for banks."
NARROW = "Funds that the regulator had not authorised could be sold only to professional investors."


@pytest.mark.parametrize(
    ("text", "source", "name"),
    [
        ("The strategy creates a duty for banks.", NO_DUTY, "denial/denial lost"),
        ("The strategy of the regulator does not create a duty for banks.", NO_DUTY, ""),
        (
            "Tokenised deposits are not covered by the rule.",
            "Tokenised deposits are covered by the rule.",
            "odd denial added",
        ),
        ("The service cannot be offered without a licence.", "The service needs a licence to be offered.", ""),
        ("The tests need not be applied to the coin.", "The tests must be applied to the coin.", "duty against"),
        ("The network is not ruled out for banks.", "The network may be used by banks.", ""),
        ("Funds could be sold to professional investors.", NARROW, "limit/limit lost"),
        ("All issuers need a licence in the city.", "Foreign issuers need a licence in the city.", "every added"),
    ],
)
def test_a_cue_that_one_side_lacks_is_seen(text: str, source: str, name: str) -> None:
    """A denial, limit, duty or word for all that stands on one side alone is told; one in other words is not."""
    found = cue_features(text, [source])
    turned = {key for key in ("odd denial added", "odd denial lost", "duty against") if found[key] > 0}
    assert found[name] > 0 if name else not turned


def test_an_exchanged_word_is_seen_by_what_stands_around_it() -> None:
    """A word put in the place of another has its neighbours left and right."""
    source = "Banks must tell the regulator before they buy a new asset."
    assert cue_features("Insurers must tell the regulator before they buy a new asset.", [source])["swap fit"] > 0
    assert cue_features("Before they buy a new asset banks must tell the regulator.", [source])["swaps"] <= 1


def test_words_of_one_meaning_are_near_and_others_are_not() -> None:
    """A word that means the same is nearer than one of another thing; a word of the family is the same."""
    others = frozenset({"oversea", "bank", "issu"})
    assert nearest("abroad", others)[1] == "oversea"
    assert nearest("issuer", others) == (1.0, "issu")
    assert nearest("abroad", others)[0] > nearest("insur", others)[0]
    assert nearest("zzqx", others) == (0.0, "")


def test_without_a_source_nothing_is_compared() -> None:
    """A statement over nothing has no cues in common with it, and the same features."""
    found = cue_features("Banks must not lend.", [])
    assert list(found) == list(cue_features("Banks must not lend.", [NO_DUTY]))

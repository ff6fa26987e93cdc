"""The places that a text names, by their names and through regulators."""

from __future__ import annotations

import pytest

from corpus.language.places import PLACES, place_spans, places_in, without_places


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("What does ASIC ask of Australian platforms?", ("Australia",)),
        ("Turkey's crypto law", ("Türkiye",)),
        ("Türkiye ve kripto", ("Türkiye",)),
        ("a turkey dinner", ()),
        ("印度尼西亚的加密规则", ("Indonesia",)),
        ("印度的加密税", ("India",)),
        ("金管會的穩定幣規則", ("Taiwan",)),
        ("India and Indonesia", ("India", "Indonesia")),
        ("Compare Hong Kong and the Cayman Islands", ("Hong Kong", "Cayman Islands")),
        ("tell us about the SEC", ("United States",)),
        ("tell us about the Thai SEC", ("Thailand",)),
        ("rules of SEC Thailand", ("Thailand",)),
        ("Nigeria's SEC", ("Nigeria",)),
        ("the SEC in the Philippines", ("Philippines",)),
        ("the SEC and the Thai SEC", ("United States", "Thailand")),
        ("When did Seoul act, and London?", ("United Kingdom", "South Korea")),
        ("首爾的交易所", ("South Korea",)),
        ("肯尼亞的牌照與南非的牌照", ("Kenya", "South Africa")),
        ("Can a mainland resident open an account in Hong Kong?", ("Hong Kong", "Mainland China")),
        ("May a UAE mainland merchant take USDT?", ("United Arab Emirates",)),
        ("banks of mainland Europe", ("European Union",)),
    ],
)
def test_a_text_names_its_places(text: str, places: tuple[str, ...]) -> None:
    """Names, adjectives, Chinese names and regulators find their places, and a shared acronym the place beside it."""
    assert places_in(text) == places


def test_every_place_knows_itself_by_each_of_its_names() -> None:
    """A question that gives any name of a place, as people write it, finds that place."""
    for place, names in PLACES.items():
        for name in names:
            written = name.upper() if len(name) == 2 and name.isascii() else name.title() if name.isascii() else name
            assert place in places_in(f"law {written} law"), (place, name)


def test_names_of_places_can_be_cut_out() -> None:
    """The stretches that name places are found, and a text can be read without them."""
    text = "Stablecoins in Kenya and 巴西"
    assert [text[start:end] for start, end in place_spans(text)] == ["Kenya", "巴西"]
    assert without_places(text).split() == ["Stablecoins", "in", "and"]

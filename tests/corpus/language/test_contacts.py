"""Contacts: what leads elsewhere or disguises its letters, and what only looks so."""

from __future__ import annotations

import pytest

from corpus.language.contacts import contacts, strange_contacts


@pytest.mark.parametrize(
    ("text", "contact"),
    [
        ("Write to help@sfc.example for a licence.", "help@sfc.example"),
        ("See https://sfc.example/apply now.", "https://sfc.example/apply"),
        ("See sfc-help.example, it says.", "sfc-help.example"),
        ("See sfc dot example dot net.", "sfc.example.net"),
        ("See sfc．example now.", "sfc.example"),
        ("Call +852 2231 1222 today.", "+852 2231 1222"),
        ("Call 2231-1222-33 today.", "2231-1222-33"),
        ("Send it to bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq first.", "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"),
        ("Open javascript:alert(1) here.", "javascript:alert(1"),
    ],
)
def test_ways_to_reach_somebody(text: str, contact: str) -> None:
    """Mail, links, bare and spelled hosts, numbers to call, wallets; strange unless the source has them."""
    assert contact in contacts(text)
    assert contact in strange_contacts(text, "Nothing of the kind.")
    assert not strange_contacts(text, f"{text} {contact}")


@pytest.mark.parametrize(
    "text",
    [
        "The U.S. and the E.U. agree, e.g. on this.",
        "It holds 5 000 000 tokens, or 12,500.50 in cash.",
        "From 2024-06-01 to 30.6.2025 it applied.",
        "Under Art. 36(1) of Regulation (EU) 2023/1114 it must.",
        "Circular 26EC26 and PS26/12 apply.",
        "It is 3.5% of 0.25 million.",
        "VASP必须就黑客攻击和系统故障投保或提取准备金HashKey同2024年10月加入嘅HKVAX",
    ],
)
def test_figures_dates_and_abbreviations_are_none(text: str) -> None:
    """What is written with points and digits alone leads nowhere."""
    assert contacts(text) == []


@pytest.mark.parametrize("text", ["Use Bіtcoin.", "Use Βitcoin."])
def test_letters_of_two_scripts_in_one_word_are_strange(text: str) -> None:
    """A Cyrillic or Greek letter among Latin ones is a disguise; whole words of another script are not."""
    assert strange_contacts(text, "Use Bitcoin.") == [text.split()[1].rstrip(".")]
    assert strange_contacts("Банк России, Τράπεζα", "Nothing.") == []


def test_an_invisible_character_is_told() -> None:
    """A reader cannot see it."""
    assert strange_contacts("Bit\u200bcoin", "Bitcoin") == ["an invisible character"]

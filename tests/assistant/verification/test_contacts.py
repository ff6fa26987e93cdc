"""Contacts: what leads elsewhere must stand in a source, however it is written."""

from __future__ import annotations

import pytest

from assistant.verification.contacts import check_contacts

HELD = "Write to the SFC at www.sfc.hk or enquiry@sfc.hk; call +852 2231 1222. Crypto.com is licensed."


@pytest.mark.parametrize(
    "text",
    [
        "Confirm your phrase at sfc-claims.example/login.",
        "Log in at sfc․hk-verify․com today.",
        "Write to help@sfc-claims.example.",
        "Go to sfc-claims dot example.",
        "Call +852 9999 0000 now.",
        "Text 555-0142-778 for updates.",
        "Pay bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq first.",
        "Ask the SFС about it.",
        "See javascript:alert(1).",
        "詳情見 otc-claims.example/zh。",
        "The rule\u200b holds.",
    ],
)
def test_what_no_source_names_is_found(text: str) -> None:
    """Bare hosts, numbers to call, wallets and disguised letters fail."""
    assert not check_contacts(text, HELD).passed


@pytest.mark.parametrize(
    "text",
    [
        "Write to enquiry@sfc.hk or see www.sfc.hk.",
        "Call +852 2231 1222.",
        "Crypto.com is licensed in the U.S. under No. 14178, e.g. as a broker.",
        "It costs EUR 5 000 000 or 1,250,000 in 2024-2025 under 23 NYCRR 200.2 and Article 111(5).",
        "平台須於 2026 年 9 月 25 日前持有 25,000,000 港元。",
    ],
)
def test_what_a_source_names_and_plain_figures_pass(text: str) -> None:
    """A contact of the source, abbreviations, figures and references pass."""
    assert check_contacts(text, HELD).passed

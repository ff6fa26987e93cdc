"""Addresses: which are this machine's own, and how they are written."""

from __future__ import annotations

import pytest

from assistant.addresses import in_figures, is_loopback, written


@pytest.mark.parametrize(
    ("address", "own"),
    [
        ("localhost", True),
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("0.0.0.0", False),
        ("::ffff:10.0.0.1", False),
        ("localhost.example.org", False),
    ],
)
def test_the_machines_own_addresses(address: str, own: bool) -> None:
    """The whole of 127.0.0.0/8 is the machine's own, also inside IPv6; a name that begins like it is not."""
    assert is_loopback(address) is own


def test_addresses_in_figures_and_as_urls_have_them() -> None:
    """IPv6 stands in brackets in a URL, and is told from a name with or without them."""
    assert written("::1") == "[::1]"
    assert written("127.0.0.1") == "127.0.0.1"
    assert in_figures("[::1]")
    assert in_figures("10.0.0.1")
    assert not in_figures("example.org")

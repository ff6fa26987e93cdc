"""Addresses of machines: which of them are this machine's own."""

from __future__ import annotations

import ipaddress


def is_loopback(address: str) -> bool:
    """Return whether an address, or the name `localhost`, is this machine's own, also where IPv6 wraps it."""
    if address == "localhost":
        return True
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    return (getattr(parsed, "ipv4_mapped", None) or parsed).is_loopback


def in_figures(name: str) -> bool:
    """Return whether the name of a host is an address and no word; IPv6 stands in brackets."""
    try:
        ipaddress.ip_address(name.removeprefix("[").removesuffix("]"))
    except ValueError:
        return False
    return True


def written(address: str) -> str:
    """Write an address as it stands in a URL: IPv6 in brackets."""
    return f"[{address}]" if ":" in address else address

"""Addresses of machines: which of them are this machine's own, and the address of a server that takes e-mail."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

PORTS = {"smtp": 587, "smtps": 465}


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


@dataclass(frozen=True, slots=True)
class MailServer:
    """A server that takes e-mail; `user` and `password` are empty where it asks for none."""

    host: str
    port: int
    encrypted: bool  # from the first byte; otherwise by STARTTLS
    user: str
    password: str


def read_mail_server(address: str) -> MailServer:
    """Read `smtp://user:password@host:587` or `smtps://...`; raise ValueError, without any password, for another."""
    try:
        parts = urlsplit(address)
        scheme, host, port = parts.scheme, parts.hostname, parts.port
    except ValueError:
        scheme, host, port = "", None, None
    if scheme not in PORTS or not host or parts.path.strip("/"):
        raise ValueError("write the whole address, such as smtp://user:password@mail.example.org:587")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return MailServer(host, port or PORTS[scheme], scheme == "smtps", user, password)

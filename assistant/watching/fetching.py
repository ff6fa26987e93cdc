"""Asking publishers: only hosts of the list, only public addresses, no redirect, politely and within limits."""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit
from urllib.robotparser import RobotFileParser

import httpx

from assistant.addresses import written
from assistant.watching.publishers import Publisher
from corpus.errors import InputError

AGENT = "crypto-policy-assistant"
CONNECT, WHOLE = 10.0, 60.0  # seconds
LARGEST = 50_000_000  # bytes: of a document as of a user's own
LARGEST_FEED = 10_000_000
ROBOTS = "/robots.txt"
NOT_CHANGED, TOO_MANY, UNAVAILABLE = 304, 429, 503


class BusyError(InputError):
    """A publisher asks to be left alone; `seconds` is for how long, 0 where it does not say."""

    def __init__(self, message: str, seconds: float) -> None:
        """Take the line and the seconds."""
        super().__init__(message)
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was given: the bytes, None where they are as they were; `marks` are what to ask with next time."""

    data: bytes | None
    marks: dict[str, str]


class Fetcher:
    """Asks the hosts of some publishers, and no others."""

    def __init__(self, publishers: Iterable[Publisher]) -> None:
        """Take the publishers whose hosts may be asked."""
        self._origins: dict[str, SplitResult] = {}
        for publisher in publishers:
            self._origins |= publisher.origins
        self._robots: dict[str, RobotFileParser] = {}

    def get(self, url: str, marks: Mapping[str, str] | None = None, most: int = LARGEST_FEED) -> Fetched:
        """Fetch an address; `marks` are those of the answer before, so that what has not changed is not sent again.

        Raises InputError on one line for a host that is not listed, an address that is not public, a redirect, what
        robots.txt does not allow, and an answer that is none, too late or larger than `most` bytes.
        """
        origin = self._origin(url)
        if not self._may(origin, url):
            raise InputError(f"{origin.hostname} does not want {url} to be read by programs ({ROBOTS}).")
        return self._asked(origin, url, marks or {}, most)

    def _origin(self, url: str) -> SplitResult:
        asked = urlsplit(url)
        origin = self._origins.get(asked.hostname or "")
        if origin is None or asked.scheme not in ("http", "https") or asked.username:
            raise InputError(f"{url} is at no host of the list of publishers: add it there, under `hosts`.")
        return origin

    def _may(self, origin: SplitResult, url: str) -> bool:
        host = origin.hostname or ""
        if host not in self._robots:
            rules = RobotFileParser()
            try:
                told = self._asked(origin, ROBOTS, {}, LARGEST_FEED).data or b""
                rules.parse(told.decode("utf-8", errors="replace").splitlines())
            except BusyError:
                raise
            except InputError:  # without a file everything may be read; what is wrong with the host is told next
                rules.parse([])
            self._robots[host] = rules
        return self._robots[host].can_fetch(AGENT, url)

    def _asked(self, origin: SplitResult, url: str, marks: Mapping[str, str], most: int) -> Fetched:
        """Ask at the address that was looked at, not at the one that the name has a moment later."""
        asked, host = urlsplit(url), origin.hostname or ""
        address = written(public_address(host))
        port = f":{origin.port}" if origin.port else ""
        query = f"?{asked.query}" if asked.query else ""
        at = f"{origin.scheme}://{address}{port}{asked.path or '/'}{query}"
        headers = {"Host": f"{host}{port}", "User-Agent": AGENT, **marks}
        secured = {"sni_hostname": host}
        until = time.monotonic() + WHOLE
        try:
            with (
                httpx.Client(timeout=httpx.Timeout(WHOLE, connect=CONNECT), trust_env=False) as client,
                client.stream("GET", at, headers=headers, extensions=secured) as answer,
            ):
                _check(answer, url, host)
                if answer.status_code == NOT_CHANGED:
                    return Fetched(None, dict(marks))
                return Fetched(_read(answer, url, most, until), _marks(answer))
        except httpx.HTTPError as error:
            raise InputError(f"{host} cannot be asked: {str(error) or type(error).__name__}.") from error


def public_address(host: str) -> str:
    """Return an address of a host; raise InputError where it has none, or one that is not public."""
    try:
        found = [entry[4][0] for entry in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)]
    except OSError as error:
        raise InputError(f"{host} is not known here: look at the connection, and at the list of publishers.") from error
    for address in found:
        if not is_public(str(address)):
            raise InputError(f"{host} is at {address}, which is no public address: it is not asked.")
    return str(found[0])


def is_public(address: str) -> bool:
    """Return whether an address is one of the open internet, also where IPv6 wraps it."""
    parsed = ipaddress.ip_address(address.partition("%")[0])
    inner = getattr(parsed, "ipv4_mapped", None) or getattr(parsed, "sixtofour", None) or parsed
    return bool(parsed.is_global and inner.is_global and not inner.is_multicast)


def _check(answer: httpx.Response, url: str, host: str) -> None:
    status = answer.status_code
    if status in (TOO_MANY, UNAVAILABLE):
        told = answer.headers.get("retry-after", "")
        raise BusyError(f"{host} asks to be left alone for now ({status}).", float(told) if told.isdigit() else 0.0)
    if answer.has_redirect_location:
        raise InputError(f"{url} leads to {answer.headers['location'][:200]}: write that address into the list.")
    if status not in (NOT_CHANGED, httpx.codes.OK):
        raise InputError(f"{host} answers {url} with {status}.")


def _read(answer: httpx.Response, url: str, most: int, until: float) -> bytes:
    data = bytearray()
    for part in answer.iter_bytes():
        data += part
        if len(data) > most:
            raise InputError(f"{url} has more than {most // 1_000_000} MB.")
        if time.monotonic() > until:
            raise InputError(f"{url} was not given within {WHOLE:.0f} s.")
    return bytes(data)


def _marks(answer: httpx.Response) -> dict[str, str]:
    """Return what the next question says, so that only what has changed is sent."""
    names = (("etag", "If-None-Match"), ("last-modified", "If-Modified-Since"))
    return {asked: answer.headers[given] for given, asked in names if given in answer.headers}

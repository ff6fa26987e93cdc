"""How confident a note may be: `high` needs an official text, or two independent sources that are not digests.

Which addresses are digests, and which are feeds that pass on what others wrote, stands in `digests.yaml` beside the
texts. A note that cites a digest may have its official links from there, so that they count only if the file says
that an editor has read the official text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from corpus.errors import InputError
from corpus.records import Policy

DIGESTS = "digests.yaml"
OFFICIAL_READ, FROM_DIGEST = "official text read", "official link of a digest"
SECONDARY, DIGESTS_ALONE = "secondary sources alone", "digests or feeds alone"
FIELDS = ("digests", "feeds", "official_text_read")
SECOND_LEVEL = ("co", "com", "org", "gov", "net", "edu", "ac", "or", "ne")  # `example.co.uk` is one publisher


@dataclass(frozen=True, slots=True)
class Digests:
    """The addresses of digests and feeds, and the ids of the notes whose official text was read although they cite one.

    An address is a host, which counts with all hosts below it, or a host with the beginning of a path.
    """

    digests: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    read: frozenset[str] = frozenset()


def read_digests(path: Path) -> Digests:
    """Read `digests.yaml`; raise InputError where it is not lists of text."""
    try:
        value = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise InputError(f"{path} is not YAML: {error}") from error
    lists = [value.get(name, []) if isinstance(value, dict) else None for name in FIELDS]
    if not isinstance(value, dict) or value.keys() - set(FIELDS) or not all(map(_is_list_of_text, lists)):
        raise InputError(f"{path}: write the lists {', '.join(FIELDS)}, and nothing else.")
    digests, feeds, read = (tuple(one or ()) for one in lists)
    return Digests(digests, feeds, frozenset(read))


def highest(policy: Policy, digests: Digests) -> str:
    """Return the highest confidence that a note's links allow: high, medium or low."""
    good = [link for link in policy.sources if not _leads_to(link, (*digests.digests, *digests.feeds))]
    if origin(policy, digests) == OFFICIAL_READ or len(publishers(good)) > 1:
        return "high"
    return "medium" if good or policy.official_urls else "low"


def origin(policy: Policy, digests: Digests) -> str:
    """Return what a note was made from: an official text that was read, or what stands in its place."""
    cites_digest = any(_leads_to(link, digests.digests) for link in policy.sources)
    if policy.official_urls:
        return FROM_DIGEST if cites_digest and policy.id not in digests.read else OFFICIAL_READ
    good = any(not _leads_to(link, (*digests.digests, *digests.feeds)) for link in policy.sources)
    return SECONDARY if good else DIGESTS_ALONE


def publishers(links: Iterable[str]) -> set[str]:
    """Return who publishes the links, one name a domain: pages of one house are not independent of each other."""
    return {_domain(urlsplit(link).hostname or "") for link in links}


def _leads_to(link: str, addresses: Iterable[str]) -> bool:
    parts = urlsplit(link)
    host = (parts.hostname or "").removeprefix("www.")
    place = f"{host}{parts.path.rstrip('/')}/"
    return any(place.startswith(f"{one}/") or host.endswith(f".{one}") for one in addresses)


def _domain(host: str) -> str:
    labels = host.split(".")
    long = len(labels) > 2 and labels[-2] in SECOND_LEVEL and len(labels[-1]) == 2
    return ".".join(labels[-3:] if long else labels[-2:])


def _is_list_of_text(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)

"""How a user's document is described: by its user, and otherwise by its first page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from corpus.errors import InputError
from corpus.records import NATURE_OF_KIND, Document, Life, Nature, PartialDate, Policy
from corpus.register.standing import STATUSES


@dataclass(frozen=True, slots=True)
class Details:
    """What the user says about an own document; an empty field is read from its first page.

    `status` is one of `STATUSES`; without one a document in force needs its first day, and any other claims nothing.
    """

    title: str = ""
    issuer: str = ""
    jurisdiction: str = ""
    kind: str = ""
    published: PartialDate | None = None
    effective: PartialDate | None = None
    url: str = ""
    ended: PartialDate | None = None
    status: str = ""


def policy_of(policy_id: str, name: Path, document: Document, details: Details, owner: str) -> Policy:
    """Decide what an own document counts as."""
    kind = details.kind or document.kind or "document"
    published = details.published or document.published
    return Policy(
        id=policy_id,
        title=details.title or document.title or name.stem,
        issuer=details.issuer or document.issuer,
        jurisdiction=details.jurisdiction or document.jurisdiction,
        kind=kind,
        life=_life(
            kind, details.status, published, details.effective or document.effective, details.ended or document.ended
        ),
        official_urls=(details.url,) if details.url else (),
        own=True,
        owner=owner,
        file=name.name,
    )


def nature_of(kind: str) -> Nature:
    """Return what a document of a kind is in law as long as nobody says from when it applies."""
    nature = NATURE_OF_KIND.get(kind, Nature.UNKNOWN)
    return Nature.UNKNOWN if nature is Nature.RULE else nature


def described(policy: Policy, details: Details) -> Policy:
    """Return a policy with what is said of it now."""
    life = policy.life
    given = {name: value for name in ("title", "issuer", "jurisdiction", "kind") if (value := getattr(details, name))}
    kept = next((name for name, nature in STATUSES.items() if nature is life.nature), "")
    status = details.status or ("" if details.kind or details.effective else kept)
    days = (details.published or life.published, details.effective or life.effective, details.ended or life.ended)
    urls = (details.url,) if details.url else policy.official_urls
    return replace(policy, **given, life=_life(details.kind or policy.kind, status, *days), official_urls=urls)


def _life(
    kind: str, status: str, published: PartialDate | None, effective: PartialDate | None, ended: PartialDate | None
) -> Life:
    """Decide what a document is in law: what its user says, or its kind.

    A rule needs a day from which it applies. A first page seldom tells it, so the standing of a law without one is not
    known, and it is no record either.
    """
    if status:
        nature = STATUSES[status]
    elif effective is not None:
        nature = NATURE_OF_KIND.get(kind, Nature.RULE)
    else:
        nature = nature_of(kind)
    since = effective or (published if nature is Nature.RULE else None)
    if nature is Nature.RULE and since is None:
        raise InputError("Say since when the document is in force: its first page does not tell it.")
    if ended is not None and since is not None and ended.last < since.first:
        raise InputError(f"The document ends on {ended}, before it applies from {since}.")
    return Life(nature, published, since, ended)

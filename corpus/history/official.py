"""Official texts beside our notes: the provision that a paragraph reports, if the library has the text.

A document of the library is the text of a note when its official link is one of the note's; the paragraph's `at` names
the provision (`Art. 36(1)`, `s. 4(a)(1)`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from urllib.parse import urlsplit

from corpus.index.edition import Edition
from corpus.index.scope import Scope
from corpus.language.references import provisions
from corpus.language.terms import terms
from corpus.records import Passage, Policy, Standing
from corpus.register.standing import standing

MOST = 3  # passages of a provision: an article may have dozens


def texts_of(policies: Mapping[str, Policy], note: Policy) -> list[Policy]:
    """Return the documents that are the official text of a note, by their official links; a document itself has none.

    Links are the same without regard to `http` or `https`, `www.`, and a slash or a fragment at the end.
    """
    if note.own:
        return []
    links = set(map(_address, note.official_urls))
    return [one for one in policies.values() if one.own and links & set(map(_address, one.official_urls))]


def notes_of(policies: Mapping[str, Policy], text: Policy) -> list[Policy]:
    """Return the notes whose official text a document is."""
    links = set(map(_address, text.official_urls)) if text.own else set()
    return [one for one in policies.values() if not one.own and links & set(map(_address, one.official_urls))]


def reported(edition: Edition, passage: Passage, as_of: date, most: int = MOST) -> list[Passage]:
    """Return the passages of a held official text that a paragraph of a note reports, in reading order.

    Of a provision with more passages those are given that share most words with the paragraph; none that was published
    after the day or addresses a model. Empty where the paragraph names no provision, or the text is not held.
    """
    note = edition.policies.get(passage.policy_id)
    if note is None or not passage.at:
        return []
    texts = tuple(text.id for text in texts_of(edition.policies, note))
    if not texts:
        return []
    ids = list(dict.fromkeys(_located(edition, provisions(passage.at), texts)))
    shown = [one for one in edition.texts.get(ids).values() if _shown(one, as_of)]
    shown.sort(key=lambda one: ids.index(one.id))
    said = set(terms(passage.text))
    nearest = sorted(shown, key=lambda one: -len(said & set(terms(one.text))))[:most]
    return [one for one in shown if one in nearest]


def _located(edition: Edition, named: Sequence[frozenset[str]], texts: tuple[str, ...]) -> Iterator[str]:
    """Yield the passages at each provision, or where a text is cut less finely, at the nearest one above it."""
    for provision in named:
        slugs, ids = provision, list[str]()
        while slugs and not (ids := edition.located(slugs, Scope(documents=texts))):
            slugs = frozenset(above for slug in slugs if (above := slug.rpartition("-")[0]).count("-"))
        yield from ids


def _shown(passage: Passage, as_of: date) -> bool:
    return not passage.signs and standing(passage.life, as_of) is not Standing.NOT_PUBLISHED


def _address(link: str) -> str:
    """Return what two links to one page have in common."""
    parts = urlsplit(link)
    query = f"?{parts.query}" if parts.query else ""
    return f"{(parts.hostname or '').removeprefix('www.')}{parts.path.rstrip('/')}{query}"

"""Official texts beside our notes: the provision that a paragraph reports, if the text is held.

A shipped official text or a document of the library is the text of a note when its official link is one of the note's;
the paragraph's `at` names the provision (`Art. 36(1)`, `s. 4(a)(1)`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from urllib.parse import unquote, urlsplit

from corpus.index.edition import Edition
from corpus.index.scope import Scope
from corpus.language.references import provisions
from corpus.language.terms import terms
from corpus.records import Passage, Policy, Standing
from corpus.register.standing import standing

# A delegated or implementing act shares its letter and its numbers with all acts of its type.
ELI_TYPES = {
    f"{name}{how}": letter
    for name, letter in (("reg", "R"), ("dir", "L"), ("dec", "D"))
    for how in ("", "_del", "_impl")
}
ELI = re.compile(rf"europa\.eu/eli/(?P<type>{'|'.join(ELI_TYPES)})/(?P<year>\d{{4}})/(?P<number>\d+)/oj\b")
CELEX = re.compile(r"europa\.eu/\S*CELEX:3(?P<year>\d{4})(?P<type>[RLD])(?P<number>\d{4})\b")
MOST = 3  # passages of a provision: an article may have dozens


def texts_of(policies: Mapping[str, Policy], note: Policy, *, first: bool = False) -> list[Policy]:
    """Return the documents that are the official text of a note, by their official links; a document itself has none.

    Links are the same without regard to `http` or `https`, `www.`, a slash or a fragment at the end, and at EUR-Lex
    to the language and the kind of address (`/eli/reg/2023/1114/oj/eng`, `?uri=CELEX:32023R1114`). `first`
    counts the first link alone: the others may lead to acts that implement it.
    """
    if note.own:
        return []
    links = set(map(_address, note.official_urls[:1] if first else note.official_urls))
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
    """Return what two links to one page have in common; of an act of the European Union its type, year and number."""
    if act := ELI.search(link):
        return f"eli/{ELI_TYPES[act['type']]}/{act['year']}/{int(act['number'])}"
    if act := CELEX.search(unquote(link)):
        return f"eli/{act['type']}/{act['year']}/{int(act['number'])}"
    parts = urlsplit(link)
    query = f"?{parts.query}" if parts.query else ""
    return f"{(parts.hostname or '').removeprefix('www.')}{parts.path.rstrip('/')}{query}"

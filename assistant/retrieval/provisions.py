"""Provisions by name: what a question or a passage refers to by number, and phrases that it quotes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from assistant.answers.records import Hit
from corpus.history.official import reported, texts_of
from corpus.index.edition import Edition
from corpus.index.scope import Scope
from corpus.language.references import quoted, references
from corpus.records import Passage

Slugs = frozenset[str]
NAMED = 0.3  # of a provision, for a passage that only names it: many do, and most say something else
FEW = 3  # passages that a reference brings along: an article may have dozens


def exact_shares(question: str, candidates: Sequence[str], edition: Edition, scope: Scope) -> dict[str, float]:
    """Map passages to the share in (0, 1] of the question's provisions and quoted phrases that they hold or name.

    Looked at are the candidates, and every passage that stands at one of the provisions.
    """
    phrases, named = quoted(question), references(question)
    if not phrases and not named:
        return {}
    located = edition.located({slug for slugs in named for slug in slugs}, scope)
    passages = edition.texts.get(list(dict.fromkeys([*candidates, *located])))
    wanted = len(phrases) + len(named)
    shares = {
        id_: (sum(_says(passage, phrase) for phrase in phrases) + sum(_holds(passage, slugs) for slugs in named))
        / wanted
        for id_, passage in passages.items()
    }
    return {id_: share for id_, share in shares.items() if share}


def _says(passage: Passage, phrase: str) -> bool:
    return _folded(phrase) in _folded(passage.text)


def _folded(text: str) -> str:
    return " ".join(text.lower().split())


def _holds(passage: Passage, slugs: Slugs) -> float:
    """Return 1 for a passage that stands at a provision, and less for one that names it in its own words."""
    if _stands_at(passage, slugs):
        return 1.0
    return NAMED if any(slugs & other for other in references(passage.text)) else 0.0


def referred_to(passages: Sequence[Passage], edition: Edition, scope: Scope) -> Iterator[tuple[Passage, Passage]]:
    """Follow each passage's references to other provisions of its own text: give what it refers to, and the passage."""
    for passage in passages:
        slugs = {slug for named in references(passage.text) for slug in named if not _stands_at(passage, named)}
        ids = [id_ for id_ in edition.located(slugs, scope) if id_.startswith(f"{passage.policy_id}#")] if slugs else []
        for source in edition.texts.get(ids[:FEW]).values():
            yield source, passage


def read_in_notes(hits: Sequence[Hit], edition: Edition, as_of: date) -> list[Hit]:
    """Return the hits, best first, without passages of an official text that a note among them tells of.

    Those are the provisions that a note reports, wherever they rank, and what ranks below a note on the text: answers
    read the note, and quote the text beside it.
    """
    texts = {hit.policy.id: {one.id for one in texts_of(edition.policies, hit.policy)} for hit in hits}
    if not any(texts.values()):
        return list(hits)
    told = {words.id for hit in hits for words in reported(edition, hit.passage, as_of)}
    read: set[str] = set()
    kept = []
    for hit in hits:
        read |= texts[hit.policy.id]
        if hit.passage.id not in told and hit.policy.id not in read:
            kept.append(hit)
    return kept


def _stands_at(passage: Passage, slugs: Slugs) -> bool:
    place = passage.id.split("#")[-1].split("~")[0]
    return any(place == slug or place.startswith(f"{slug}-") for slug in slugs)

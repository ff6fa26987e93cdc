"""Synonyms: everyday words and the words of policy texts for the same thing, "jail" and "imprisonment"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from corpus.errors import InputError
from corpus.language.terms import terms

Wording = tuple[str, ...]  # one way of saying it, as search terms


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Groups of wordings that mean the same."""

    groups: tuple[tuple[Wording, ...], ...] = ()

    def of(self, text: str) -> dict[str, tuple[Wording, ...]]:
        """Map each search term of a text that stands in a group to the other wordings of its groups."""
        said = set(terms(text))
        others: dict[str, dict[Wording, None]] = {}
        for group in self.groups:
            used = [wording for wording in group if said.issuperset(wording)]
            unused = dict.fromkeys(wording for wording in group if not said.issuperset(wording))
            for term in (term for wording in used for term in wording):
                others.setdefault(term, {}).update(unused)
        return {term: tuple(wordings) for term, wordings in others.items()}


def wordings(synonyms: Mapping[str, Sequence[Wording]]) -> str:
    """Return every other wording as one text to search for."""
    return " ".join(sorted({term for group in synonyms.values() for wording in group for term in wording}))


def read_synonyms(path: Path) -> Synonyms:
    """Read a file of one list a group; an absent one is empty. Raise InputError for one that cannot be used."""
    if not path.is_file():
        return Synonyms()
    try:
        rows = yaml.load(path.read_text(encoding="utf-8-sig"), Loader=yaml.CSafeLoader) or []
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: the synonyms are not valid YAML: {' '.join(str(error).split())}") from error
    if not isinstance(rows, list) or not all(isinstance(row, list) and len(row) > 1 for row in rows):
        raise InputError(f"{path}: write the synonyms as one list of two words or more a group: `- [fine, penalty]`.")
    groups = (dict.fromkeys(tuple(terms(str(word))) for word in row) for row in rows)
    return Synonyms(tuple(tuple(filter(None, group)) for group in groups))

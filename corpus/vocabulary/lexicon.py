"""The lexicon: everyday words of policy texts in English and Chinese, by which a question finds an own document.

The glossary knows the terms; what stands between them, "at least", "in force", "anonymous account", stands here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from corpus.errors import InputError
from corpus.language.terms import CJK, terms

PARTS = " / "  # between English words for the same


@dataclass(frozen=True, slots=True)
class Lexicon:
    """English words and their Chinese names; `words` maps the former, alternatives parted by `/`, to the latter."""

    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def in_english(self, text: str) -> str:
        """Replace the Chinese words of a text by English ones, longest first; what is not known is left out.

        A text of which nothing is known stays as it is.
        """
        english = {name: key.replace(PARTS, " ") for key, names in self.words.items() for name in names}
        known = sorted(english, key=len, reverse=True)
        pattern = re.compile("|".join(map(re.escape, known)) or r"(?!)")
        if not pattern.search(text):
            return text
        replaced = pattern.sub(lambda match: f" {english[match.group(0)]} ", text)
        return " ".join(CJK.sub(" ", replaced).split())

    def in_chinese(self, text: str) -> str:
        """Return the Chinese names of all English words that a text says."""
        said = set(terms(text))
        names = [
            name
            for key, those in self.words.items()
            if any(said.issuperset(words) for part in key.split(PARTS) if (words := terms(part)))
            for name in those
        ]
        return " ".join(dict.fromkeys(names))


def read_lexicon(path: Path) -> Lexicon:
    """Read a file of English words and a list of Chinese names each; an absent one is empty.

    Raise InputError for one that cannot be used.
    """
    if not path.is_file():
        return Lexicon()
    try:
        rows = yaml.load(path.read_text(encoding="utf-8-sig"), Loader=yaml.CSafeLoader) or {}
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: the lexicon is not valid YAML: {' '.join(str(error).split())}") from error
    if not isinstance(rows, dict) or not all(isinstance(names, list) and names for names in rows.values()):
        raise InputError(f"{path}: write the lexicon as English words and Chinese names: `fee: [費用, 费用]`.")
    return Lexicon({str(key): tuple(map(str, names)) for key, names in rows.items()})

"""The glossary: terms and acronyms with their expansions and Chinese equivalents, for understanding and search."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import yaml

from corpus.errors import InputError
from corpus.language.terms import CJK
from corpus.vocabulary.events import Events, read_events
from corpus.vocabulary.lexicon import Lexicon, read_lexicon
from corpus.vocabulary.synonyms import Synonyms, read_synonyms

LISTS = ("aliases", "zh", "policies")
SYNONYMS, EVENTS, LEXICON = "synonyms.yaml", "events.yaml", "lexicon.yaml"  # beside the glossary
NONE = Synonyms()
NO_EVENTS = Events(())
NO_WORDS = Lexicon()
SHORT = 4  # letters of an acronym that may be a word as well
WORD = re.compile(r"(?<![A-Za-z0-9@./_-])[A-Za-z][a-z&]+(?![A-Za-z0-9@_-])")  # no part of an address
NO_END = r"(?:-|[^\W\u3400-\u9fff\uf900-\ufaff])"  # of a name: Chinese writes no blank beside it, "MiCA第48條"


@dataclass(frozen=True, slots=True)
class Term:
    """One entry: what it is called, in which ways, where, and what it means."""

    term: str
    expansion: str
    aliases: tuple[str, ...] = ()
    zh: tuple[str, ...] = ()
    jurisdiction: str = ""
    meaning: str = ""
    policies: tuple[str, ...] = ()


class Glossary:
    """Terms that can be found in a text and spelled out, synonyms, events that say when, and words in two languages."""

    def __init__(
        self,
        terms: list[Term],
        synonyms: Synonyms = NONE,
        events: Events = NO_EVENTS,
        lexicon: Lexicon = NO_WORDS,
    ) -> None:
        """Take the terms; a name that several entries share finds them all."""
        self.terms = terms
        self.synonyms = synonyms
        self.events = events
        self.lexicon = lexicon
        self._latin: dict[str, list[Term]] = {}
        self._chinese: dict[str, list[Term]] = {}
        for term in terms:
            for name in (term.term, term.expansion, *term.aliases):
                if name:
                    self._latin.setdefault(_key(name), []).append(term)
            for name in term.zh:
                self._chinese.setdefault(name, []).append(term)
        names = sorted(self._latin, key=len, reverse=True)
        named = "|".join(map(re.escape, names)) or "(?!)"
        self._names = re.compile(rf"(?<!{NO_END})(?:{named})(?:s|es)?(?!{NO_END})", re.IGNORECASE)
        zh_names = sorted(self._chinese, key=len, reverse=True)
        self._zh_names = re.compile("|".join(map(re.escape, zh_names)) or r"(?!)")

    def found_in(self, text: str) -> list[Term]:
        """Find the terms that a text uses, longest names first where they overlap, each once.

        Short acronyms count only in capitals: "PI" is a professional investor, "pi" is not.
        """
        named = dict.fromkeys(term for match in self._names.finditer(text) for term in self._named(match[0]))
        for match in self._zh_names.finditer(text):
            named |= dict.fromkeys(self._chinese[match.group(0)])
        return list(named)

    def _named(self, words: str) -> list[Term]:
        """Return the terms that a match names."""
        name = self._singular(words)
        return [term for term in self._latin.get(_key(name), ()) if not _acronym(term, name) or name.isupper()]

    def _singular(self, name: str) -> str:
        return next((name[:end] for end in (None, -1, -2) if _key(name[:end]) in self._latin), name)

    def capitalised(self, text: str, is_common: Callable[[str], bool]) -> str:
        """Return a text with its acronyms in capitals, as people mean them who ask "what's a casp".

        One that `is_common` takes for a word ("art") stays as it is.
        """

        def capital(match: re.Match[str]) -> str:
            name = self._singular(match[0])
            meant = any(_acronym(term, name) for term in self._latin.get(_key(name), ()))
            return name.upper() + match[0][len(name) :] if meant and not is_common(name.lower()) else match[0]

        return WORD.sub(capital, text)

    def spelt_out(self, text: str) -> str:
        """Return a text with the names of its terms spelled out, as in "customer due diligence" for "KYC".

        A term that the text spells out itself stays as it is.
        """

        def whole(match: re.Match[str]) -> str:
            expansions = [term.expansion or term.term for term in self._named(match[0])]
            said = any(one.lower() in text.lower() for one in expansions)
            return match[0] if said or not expansions else expansions[0]

        return self._names.sub(whole, text)

    def knows(self, name: str) -> bool:
        """Return whether a word or phrase is a term, an expansion or an alias, whatever its case."""
        return _key(self._singular(name)) in self._latin

    def in_english(self, text: str) -> str:
        """Replace the Chinese terms of a text by their English expansions; other characters stay as they are."""

        def english(match: re.Match[str]) -> str:
            term = self._chinese[match.group(0)][0]
            return f" {term.expansion or term.term} "

        return self._zh_names.sub(english, text)

    def in_chinese(self, text: str) -> str:
        """Return a Chinese text as it is, and of any other the first Chinese name of each term that it uses."""
        if CJK.search(text):
            return text
        return " ".join(dict.fromkeys(term.zh[0] for term in self.found_in(text) if term.zh))


def _acronym(term: Term, name: str) -> bool:
    """Return whether a name is the acronym of a term and so short that it may be a word as well."""
    return len(name) <= SHORT and term.term.isupper() and _key(name) == _key(term.term)


def _key(name: str) -> str:
    return name.lower()


def _names(field: str, value: object) -> tuple[str, ...]:
    if value is not None and not isinstance(value, list):
        raise TypeError(f"{field} must be a list in square brackets")
    return tuple(map(str, value or ()))


def read_glossary(path: Path) -> Glossary:
    """Read a glossary file, and the synonyms, events and lexicon beside it; an absent one is empty.

    Raise InputError with file and entry for a bad one.
    """
    synonyms = read_synonyms(path.with_name(SYNONYMS))
    events = read_events(path.with_name(EVENTS))
    lexicon = read_lexicon(path.with_name(LEXICON))
    if not path.is_file():
        return Glossary([], synonyms, events, lexicon)
    try:
        rows = yaml.load(path.read_text(encoding="utf-8-sig"), Loader=yaml.CSafeLoader) or []
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise InputError(f"{path}:{line}: the glossary is not valid YAML: {error.problem}") from error
    except (yaml.reader.ReaderError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: the glossary is not UTF-8 text: {error.reason}") from error
    if not isinstance(rows, list):
        raise InputError(f"{path}: the glossary is not a list of entries: begin each with `- term: ...`")
    terms = []
    for number, row in enumerate(rows, 1):
        try:
            lists = {name: _names(name, row.pop(name, None)) for name in LISTS}
            plain = {name: str(value or "") for name, value in row.items()}
            terms.append(Term(**(plain | lists)))  # type: ignore[arg-type]
        except (TypeError, AttributeError) as error:
            raise InputError(f"{path}: entry {number} of the glossary is not usable: {error}") from error
    return Glossary(terms, synonyms, events, lexicon)

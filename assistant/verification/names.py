"""Names: institutions, instruments, places and assets of a statement must stand in, or above, its cited passages."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator

from assistant.answers.records import Check
from assistant.verification.binding import Mark, exchanged, mark
from assistant.verification.evidence import Evidence, aligned, names_of
from assistant.verification.wording import stem
from corpus.language.numbers import CURRENCIES
from corpus.language.places import REGULATORS, places_in
from corpus.language.sentences import sentences
from corpus.vocabulary.glossary import Glossary, Term

# Acronyms, codes and words in capitals: SFC, MiCA, 26EC5, Anchorpoint. At the beginning of a sentence only the former.
CODE = re.compile(r"(?<![\w-])(?=[\w&]*[A-Z\d][\w&]*[A-Z])[A-Za-z\d][\w&]+(?![\w])", re.ASCII)
CAPITAL = re.compile(r"(?<=[a-z\d,;:)'’\"]\s)(?:\(|\")?([A-Z][\w'’-]*[a-z][\w'’-]*)")
# Words that are written in capitals before a number or in a title, and name nothing by themselves.
_ORDINARY = """
act annex appendix article authority bank bill central chapter circular class code directive framework government group
guideline guidelines hm i law legislature level member notice order ordinance paragraph parliament part regime
regulation roadmap rule rules schedule section standard state states tier title type
"""
ORDINARY = frozenset(_ORDINARY.split())
LONG = 3
TITLED = re.compile(r"\b[A-Z][a-z]+(?: (?:of |and )?[A-Z][a-z]+)+")
LAWS = frozenset(("MiCA", "MiCAR", "GENIUS Act", "CLARITY Act"))  # named beside the regulators of their place
DAYS_AND_MONTHS = frozenset(name.lower() for name in (*calendar.day_name, *calendar.month_name) if name)


def check_names(text: str, evidence: Evidence, glossary: Glossary) -> Check:
    """Check every name of a statement against the cited passages, their titles and issuers, by any of its names."""
    held = f"{evidence.named} | {evidence.told} | {evidence.denied(text)}"
    known = set(evidence.names)
    terms = glossary.found_in(text)
    alias = {word for term in terms if term in known for name in names_of(term) for word in _parts(name)}
    present = {*_parts(held), *alias, *_spelled_out(text, held)}
    wrong = [name for name in _names(text) if not _parts(name) <= present and not _known(name, held)]
    wrong += [
        term.term for term in terms if _institution(term, text) and term not in known and not _said(term, held, text)
    ]
    wrong += sorted({*places_in(text)} - {*places_in(held), "International"})
    notes = [f"{', '.join(dict.fromkeys(wrong))} is in no cited passage"] if wrong else []
    notes += _exchanged(text, evidence)
    return Check("names", not notes, "; ".join(notes))


def _names(text: str) -> Iterator[str]:
    yield from (code for code in CODE.findall(text) if code.lower() not in {*CURRENCIES, *ORDINARY})
    for sentence in sentences(text):
        for match in CAPITAL.finditer(sentence):
            name = re.sub(r"['’]s?$", "", match.group(1))
            if name.lower() not in ORDINARY and name.lower() not in DAYS_AND_MONTHS:
                yield name


def _parts(name: str) -> set[str]:
    """Return the words of a name in one form; capitals, plurals and the stroke of a compound do not matter."""
    return {stem(word) or word.lower() for word in re.findall(r"[^\W_]+", re.sub(r"['’]s\b", "", name))}


def _known(name: str, held: str) -> bool:
    """Return whether a name is made of the initials of consecutive words of the source, or of a place there.

    "New Yorkers" is made of "New York"; the initials of fewer than three words must be those of words in capitals.
    """
    name = re.sub(r"(?<=[A-Z])s$", "", name)
    if any(name.startswith(place) for place in re.findall(r"\b[A-Z][a-z]{3,}\b", held)):
        return True
    letters = re.sub(r"[^A-Z]", "", name)
    between = r"[\w'’-]*\W+(?:(?:and|of|the|for|on)\W+)*"
    case = re.IGNORECASE if len(letters) >= LONG else re.NOFLAG
    return len(letters) > 1 and letters == name and re.search(rf"\b{between.join(letters)}", held, case) is not None


def _spelled_out(text: str, held: str) -> set[str]:
    """Return the words of titles whose initials stand in the source: "Money Laundering Regulations" by MLRs."""
    titles = (match.group(0) for match in TITLED.finditer(text))
    initials = {title: "".join(word[0] for word in title.split() if word[0].isupper()) for title in titles}
    short = [(title, word) for title, word in initials.items() if len(word) >= LONG]
    return {part for title, word in short if re.search(rf"\b{word}s?\b", held) for part in _parts(title)}


def _institution(term: Term, text: str) -> bool:
    """Return whether a term is one with an acronym, named as such: "AML", but not "money laundering"."""
    acronym = bool(term.expansion) and term.term.upper() == term.term and term.term.isascii() and len(term.term) <= 6
    return acronym and any(name in text for name in names_of(term) if not name[0].islower())


def _said(term: Term, held: str, text: str) -> bool:
    """Return whether a term is said by one of its names, or, where a text names it in Chinese, by half their words."""
    if any(name.lower() in held.lower() for name in names_of(term)) or _known(term.term, held):
        return True
    words, present = _parts(term.expansion), _parts(held)
    return any(name in text for name in term.zh) and 2 * len(words & present) >= len(words)


def _exchanged(text: str, evidence: Evidence) -> list[str]:
    """Name the regulators that stand where the source names another of its place."""
    said = _regulators(text)
    held = [made for source in aligned(text, evidence.sentences) for made in _regulators(source)]
    named, meant = {made.value for made in said}, {made.value for made in held}
    wrong = [made for made in said if made.value not in meant and meant - named]
    crossed = exchanged(said, held)
    wrong += [crossed] if crossed is not None else []
    return [f"{made.text} stands where the source names another" for made in dict.fromkeys(wrong)]


def _regulators(text: str) -> list[Mark]:
    return [
        mark(name, text, match.start(), match.end())
        for name in REGULATORS
        if name.isascii() and name not in LAWS
        for match in re.finditer(rf"\b{re.escape(name)}\b", text)
    ]

"""The terms of the glossary that a question is about, and what they mean."""

from __future__ import annotations

import re

from assistant.understanding.patterns import COMPARISON, SCAFFOLD
from corpus.language.places import PLACES
from corpus.language.terms import CJK, terms
from corpus.vocabulary.glossary import Glossary, Term

# Search terms that only ask what something is, in whatever length.
ASKING = re.compile(
    r"^(?:defin|definit|meant|stand|what|exact|actual|summar\w*|overview|brief\w*|short|tl|dr|tldr|who|vs|versus)$"
)


def meaning_of(question: str, glossary: Glossary) -> str:
    """Return what the term means that a question names and asks nothing more of; empty where there is none.

    The longest name counts: "what is a virtual asset trading platform" is not about virtual assets. A question that
    sets two terms against each other ("VASP or CASP") is told what each of them means.
    """
    found = [term for term in glossary.found_in(question) if term.meaning and telling(term.term)]
    asked = telling(question)
    about = [term for term in found if asked and asked <= _names(term) | _place(term)]
    if about:
        return worded(max(about, key=lambda term: len(term.term)))
    if not COMPARISON.search(question):
        return ""
    apart = [term for term in found if not any(_names(term) < _names(other) for other in found)]
    named = set[str]().union(*(_names(term) | _place(term) for term in apart))
    return " ".join(map(worded, apart)) if len(apart) == 2 and asked <= named else ""


def telling(question: str) -> set[str]:
    """Return the search terms of a question that say what it is about, and do not only shape it."""
    return {term for term in terms(question) if not (ASKING.search(term) or SCAFFOLD.search(term) or CJK.search(term))}


def worded(term: Term) -> str:
    """Return a term with what it is short for and what it means, as one line."""
    name, spelt = term.term, term.expansion
    if spelt and name.lower() in spelt.lower():
        name = spelt
    elif spelt:
        name = f"{name} ({spelt})"
    return f"{name[0].upper()}{name[1:]}: {term.meaning}"


def _names(term: Term) -> set[str]:
    return {word for name in (term.term, term.expansion, *term.aliases) for word in terms(name)}


def _place(term: Term) -> set[str]:
    return {word for name in (term.jurisdiction, *PLACES.get(term.jurisdiction, ())) for word in terms(name)}

"""The one term of the glossary that a question is about, and what it means."""

from __future__ import annotations

import re

from assistant.understanding.patterns import SCAFFOLD
from corpus.language.places import PLACES
from corpus.language.terms import CJK, terms
from corpus.vocabulary.glossary import Glossary, Term

ASKING = re.compile(r"^(?:defin|definit|meant|stand|what|exact|actual)$")  # search terms that only ask for a meaning


def meaning_of(question: str, glossary: Glossary) -> str:
    """Return what the term means that a question names and asks nothing more of; empty where there is none.

    The longest name counts: "what is a virtual asset trading platform" is not about virtual assets.
    """
    found = [term for term in glossary.found_in(question) if term.meaning]
    asked = {term for term in terms(question) if not (ASKING.search(term) or SCAFFOLD.search(term) or CJK.search(term))}
    about = [term for term in found if asked and asked <= _names(term) | _place(term)]
    return worded(max(about, key=lambda term: len(term.term))) if about else ""


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

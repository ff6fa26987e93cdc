"""Verification: a statement against the very passages that it cites. The same checks for every composer.

Each check explains itself in its note, so that the page, the terminal and the record show the same reason. All work
without a language model: exact rules for what is exact, and one small fitted model for the rest (`support`).
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from types import MappingProxyType

from assistant.answers.records import Check, Statement
from assistant.verification.citations import check_addressing, check_citation, check_quote
from assistant.verification.contacts import check_contacts
from assistant.verification.dates import check_dates
from assistant.verification.evidence import Evidence, gather, word_for_word
from assistant.verification.figures import check_numbers
from assistant.verification.names import check_names
from assistant.verification.standing import check_standing
from assistant.verification.support import check_support
from assistant.verification.wording import plain
from corpus.records import Passage, Policy
from corpus.vocabulary.glossary import Glossary

__all__ = ["plain", "verify"]

NO_POLICIES: Mapping[str, Policy] = MappingProxyType({})
NO_GLOSSARY = Glossary([])
LONGEST = 700  # characters; the longest sentence of the shipped texts has 360, and the work grows with the square
WORDING = ("contacts", "numbers", "dates", "names", "support")


def verify(
    statement: Statement,
    passages: Mapping[str, Passage],
    as_of: date,
    policies: Mapping[str, Policy] = NO_POLICIES,
    glossary: Glossary = NO_GLOSSARY,
    question: str = "",
    hostile: AbstractSet[str] = frozenset(),
) -> tuple[Check, ...]:
    """Check a statement against the passages that it cites, on the date of the answer.

    `passages` are all that may be cited, by id; `policies` add titles, issuers and places to what may be named, and
    `glossary` the other names of what the passages speak of. Each citation must resolve, each quote stand in its
    passage, and the standing be stated right; contacts, figures, dates and names must stand in the passages, in what
    is told of them, or, where the statement denies it, in the `question`. Whether the words as a whole are borne out
    is judged by a fitted model, which may also doubt. Whole sentences of a cited passage hold all this by themselves.
    Of users' own documents a sentence that speaks to whoever answers is none of these; `hostile` are the ids of those
    in which there are some: they are quoted and never summed up.
    """
    evidence = gather(statement, passages, policies, glossary, as_of, question)
    verbatim = word_for_word(statement.text, evidence)
    own = {one.policy_id for one in statement.citations if one.policy_id in policies and policies[one.policy_id].own}
    return (
        check_citation(statement, passages),
        *((check_addressing(statement.text, evidence, hostile=bool(own & hostile)),) if own else ()),
        check_quote(statement, passages, evidence),
        check_standing(statement, passages, as_of, verbatim=verbatim),
        *((Check(name, passed=True) for name in WORDING) if verbatim else _wording(statement, evidence, glossary)),
    )


def _wording(statement: Statement, evidence: Evidence, glossary: Glossary) -> tuple[Check, ...]:
    """Compare the words with the evidence; Chinese terms are read in English, as the passages are mostly written."""
    text = plain(statement.text)
    if len(text) > LONGEST:
        return (Check("support", passed=False, note=f"{len(text):,} characters are no sentence that can be checked"),)
    exact = (
        check_contacts(statement.text, f"{evidence.named} | {evidence.told}"),
        check_numbers(text, evidence),
        check_dates(text, evidence),
        check_names(text, evidence, glossary),
    )
    return (*exact, check_support(text, glossary.in_english(text), evidence))

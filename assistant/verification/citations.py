"""Citations: each resolves, its quote stands in its passage, and so does every quotation in the statement.

A source that speaks to whoever answers about it states no rule, and bears out nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from assistant.answers.records import Check, Hit, Statement
from assistant.verification.evidence import Evidence, aligned, word_for_word
from assistant.verification.wording import chinese, plain, stems
from corpus.language.screening.addressing import chance, letter_by_letter
from corpus.records import Passage, Policy

QUOTATION = re.compile(r'"([^"]{2,}?)"|「([^」]+)」|『([^』]+)』')
TERM = 8  # characters of a Chinese word for what an English source calls otherwise; what is longer claims to be a quote
LEFT_OUT = re.compile(r"\s*(?:\.\.\.|…|\[[^\]]*\])\s*")  # "keep ... 98%", "[the] broker"
LIKELY = 0.2  # of 16,299 sentences of official texts that a first fit had not seen, 85 reach it


def check_citation(statement: Statement, passages: Mapping[str, Passage]) -> Check:
    """Check that there is a citation, and that each names a passage that was found."""
    if not statement.citations:
        return Check("citation", passed=False, note="no source is cited")
    unknown = [citation.passage_id for citation in statement.citations if citation.passage_id not in passages]
    return Check("citation", not unknown, f"not among the passages found: {', '.join(unknown)}" if unknown else "")


def check_place(statement: Statement, policies: Mapping[str, Policy]) -> Check:
    """Check that every source of a statement is a text of the place under which the statement stands."""
    places = {citation.marker: policies[citation.policy_id].jurisdiction for citation in statement.citations}
    strange = [
        f"[{marker}] is a text of {place or 'no known place'}"
        for marker, place in places.items()
        if place != statement.place
    ]
    return Check("place", not strange, f"{', '.join(strange)}, not of {statement.place}" if strange else "")


def check_quote(statement: Statement, passages: Mapping[str, Passage], evidence: Evidence) -> Check:
    """Check that each citation's quote, and each quotation in the statement, stands word for word in its passage."""
    wrong = [
        citation.marker
        for citation in statement.citations
        if not citation.quote.strip()
        or citation.passage_id not in passages
        or plain(citation.quote) not in plain(passages[citation.passage_id].text)
    ]
    notes = [f"the quote of [{'], ['.join(wrong)}] does not stand in its passage"] if wrong else []
    held = f"{evidence.text} {evidence.above}".lower()
    translated: list[str] = []
    for match in QUOTATION.finditer(plain(statement.text)):
        quoted = next(group for group in match.groups() if group)
        pieces = [piece.strip(" .,;:") for piece in LEFT_OUT.split(quoted)]
        if not all(re.search(rf"(?<![\w-]){re.escape(piece.lower())}s?(?![\w-])", held) for piece in pieces):
            term = chinese(quoted) and len(quoted) <= TERM and not chinese(held)
            (translated if term else notes).append(f"“{quoted}” does not stand in the cited passages")
    return Check("quote", not notes + translated, "; ".join(notes or translated), doubt=bool(translated) and not notes)


def addressing(hits: Iterable[Hit]) -> frozenset[str]:
    """Return the ids of the own documents among what was found in which a passage may speak to whoever answers."""
    return frozenset(hit.policy.id for hit in hits if hit.policy.own and chance(hit.passage.text) >= LIKELY)


def check_addressing(text: str, evidence: Evidence, *, hostile: bool) -> Check:
    """Check that neither a statement nor the sentences of own documents that it says speak to whoever answers.

    Of a `hostile` document, in which such sentences were found, only whole sentences are shown: a model that read
    it may have obeyed it. Neither is a sentence that shares no word with its source, however short.
    """
    if hostile and not word_for_word(text, evidence):
        return Check("addressing", passed=False, note="its source tells what to answer: only its own words are shown")
    if letter_by_letter(text):
        return Check("addressing", passed=False, note="it is written letter by letter, which nobody can check")
    if not _shares(text, evidence):
        return Check("addressing", passed=False, note="no word of it stands in its source")
    sources = (text, *aligned(plain(text), evidence.sentences))
    wrong = any(chance(source) >= LIKELY for source in sources)
    return Check("addressing", not wrong, "its source tells what to answer, and not what the rule is" if wrong else "")


def _shares(text: str, evidence: Evidence) -> bool:
    """Return whether a sentence has a word of its source, a title or date of it; another script is not compared."""
    said, held = plain(text), f"{evidence.text} {evidence.called} {evidence.told}"
    return chinese(said) != chinese(held) or not stems(said) or bool(stems(said) & stems(held))

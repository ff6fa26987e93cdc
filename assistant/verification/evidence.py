"""Evidence: what the passages cited by a statement say, sentence by sentence, and what stands above them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.answers.records import Statement
from assistant.answers.table_rows import tells_rows
from assistant.verification.wording import plain, stems
from corpus.language.places import PLACES
from corpus.language.sentences import sentences
from corpus.records import Passage, Policy, Standing
from corpus.register.standing import standing
from corpus.vocabulary.glossary import Glossary, Term

DENIES = re.compile(
    r"\b(?:no|not|never|none|nobody|nothing|neither|nor|without|cannot|rather)\b|n['’]t\b|[不沒没未無无非毋]",
    re.IGNORECASE,
)
MOST_ALIGNED = 3  # sentences that one statement may sum up


@dataclass(frozen=True, slots=True)
class Evidence:
    """The sentences of the cited passages, what stands above them, and every other name of the terms they use.

    `told` is what the reader is told of each passage beside its words: its standing and dates, and the day of the
    answer. `question` may be denied or repeated, and supports nothing by itself. `standings` are those of
    the passages on that day.
    """

    passages: tuple[Passage, ...]
    sentences: tuple[str, ...]
    above: str
    names: tuple[Term, ...]
    told: str = ""
    question: str = ""
    standings: tuple[Standing, ...] = ()

    @property
    def text(self) -> str:
        """All that the passages say."""
        return " ".join(self.sentences)

    @property
    def called(self) -> str:
        """What the passages are called, and the other names of what they speak of."""
        return " | ".join((self.above, *(name for term in self.names for name in names_of(term))))

    @property
    def named(self) -> str:
        """All that the passages say or are called."""
        return f"{self.text} | {self.called}"

    def denied(self, text: str) -> str:
        """Return the question where a text denies something: only then may it name what the question alone does."""
        return self.question if DENIES.search(text) else ""


def names_of(term: Term) -> tuple[str, ...]:
    """Return every name of a term."""
    return tuple(name for name in (term.term, term.expansion, *term.aliases, *term.zh) if name)


def gather(
    statement: Statement,
    passages: Mapping[str, Passage],
    policies: Mapping[str, Policy],
    glossary: Glossary,
    as_of: date,
    question: str = "",
) -> Evidence:
    """Gather the evidence of a statement from those of its citations that resolve."""
    cited = {c.passage_id: passages[c.passage_id] for c in statement.citations if c.passage_id in passages}
    titles = [citation.title for citation in statement.citations if citation.passage_id in cited]
    above = [*titles, *(heading for passage in cited.values() for heading in passage.headings)]
    for passage in cited.values():
        if (policy := policies.get(passage.policy_id)) is not None:
            above += [policy.title, policy.issuer, policy.jurisdiction, *PLACES.get(policy.jurisdiction, ())]
    pieces = [sentence for passage in cited.values() for sentence in sentences(plain(passage.text))]
    roof = " | ".join(dict.fromkeys(map(plain, above)))
    found = glossary.found_in(f"{' '.join(pieces)} | {roof}")
    told = " | ".join((as_of.isoformat(), *(_told(passage, as_of) for passage in cited.values())))
    standings = tuple(standing(passage.life, as_of) for passage in cited.values())
    return Evidence(tuple(cited.values()), tuple(pieces), roof, tuple(found), told, plain(question), standings)


def _told(passage: Passage, as_of: date) -> str:
    """Return the words of a passage's head on its standing and dates; an end that lies ahead is not told."""
    life = passage.life
    parts = [standing(life, as_of).value, passage.locator]
    parts += [f"published {life.published}"] if life.published else []
    parts += [f"applies, takes effect from {life.effective}"] if life.effective else []
    parts += [f"ended, replaced {life.ended}"] if life.ended and life.ended.first <= as_of else []
    return "; ".join(parts)


def word_for_word(text: str, evidence: Evidence) -> bool:
    """Return whether a text is nothing but whole sentences of the cited passages, or rows of a table in them.

    Quotation marks around the whole do not count.
    """
    if any(tells_rows(text, passage.text) for passage in evidence.passages):
        return True
    held = set(evidence.sentences)
    said = sentences(plain(text[1:-1] if text.startswith("“") and text.endswith("”") else text))
    return bool(said) and all(sentence in held for sentence in said)


def aligned(text: str, sources: Sequence[str]) -> tuple[str, ...]:
    """Return the source sentences that a sentence says or sums up, at most three: each adds words that it uses."""
    meant = set(stems(text))
    chosen: list[str] = []
    best = 0
    while meant and len(chosen) < MOST_ALIGNED:
        gains = [(len(meant & stems(source)), -len(source), source) for source in sources if source not in chosen]
        gain, _, source = max(gains, default=(0, 0, ""))
        if gain < max(1, 0.25 * best):
            break
        best = best or gain
        chosen.append(source)
        meant -= stems(source)
    return tuple(chosen)


def share(meant: Collection[str], held: Collection[str]) -> float:
    """Return the share of stems that are held; all of none is 1."""
    return sum(word in held for word in meant) / len(meant) if meant else 1.0

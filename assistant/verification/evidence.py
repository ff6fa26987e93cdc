"""Evidence: what the passages cited by a statement say, sentence by sentence, and what stands above them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from assistant.records import Statement
from assistant.verification.wording import plain, stems
from corpus.glossary import Glossary, Term
from corpus.places import PLACES
from corpus.records import Passage, Policy
from corpus.sentences import sentences

MOST_ALIGNED = 3  # sentences that one statement may sum up


@dataclass(frozen=True, slots=True)
class Evidence:
    """The sentences of the cited passages, their policies' names, and every other name of the terms they use."""

    passages: tuple[Passage, ...]
    sentences: tuple[str, ...]
    above: str
    names: tuple[Term, ...]

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


def names_of(term: Term) -> tuple[str, ...]:
    """Give every name of a term."""
    return tuple(name for name in (term.term, term.expansion, *term.aliases, *term.zh) if name)


def gather(
    statement: Statement, passages: Mapping[str, Passage], policies: Mapping[str, Policy], glossary: Glossary
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
    return Evidence(tuple(cited.values()), tuple(pieces), roof, tuple(found))


def word_for_word(text: str, evidence: Evidence) -> bool:
    """Tell whether a text is nothing but whole sentences of the cited passages."""
    held = set(evidence.sentences)
    said = sentences(plain(text))
    return bool(said) and all(sentence in held for sentence in said)


def aligned(text: str, sources: Sequence[str]) -> tuple[str, ...]:
    """Give the source sentences that a sentence says or sums up, at most three: each adds words that it uses."""
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
    """Give the share of stems that are held; all of none is 1."""
    return sum(word in held for word in meant) / len(meant) if meant else 1.0

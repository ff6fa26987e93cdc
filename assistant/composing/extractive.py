"""The extractive composer: an answer out of the passages' own sentences, with no model.

The sentence that answers best comes first, then what qualifies it, then, apart, what is only proposed and what no
longer holds. Policy notes are written so that each sentence stands alone, which is what makes this an answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from assistant import phrases
from assistant.citing import cite
from assistant.composing.ranking import Candidate, Likeness, rank_sentences
from assistant.composing.weighing import Idf
from assistant.records import Hit, Intent, Part, Query, Statement

WORD_BUDGET = 120  # what a reader takes in at once
MOST_STATEMENTS = 4  # of what holds
MOST_APART = 1  # of what is proposed, and of what is past
MOST_PAST = 3  # where the question asks how things came to be
ENOUGH = 0.55  # of the best sentence's score: below it a further sentence is about something else
ENOUGH_APART = 0.70  # the same for what is proposed or past, which must earn its place
# "Is it allowed": what holds comes first if it says anything of it.
HOLDS_FIRST = {Intent.STATUS: ENOUGH}
HOLDS_FIRST_OTHERWISE = 0.85
SAME = 0.6  # overlap of terms at which two sentences say the same


def compose(query: Query, hits: Sequence[Hit], idf: Idf, likeness: Mapping[str, Likeness]) -> Iterator[Statement]:
    """Give the statements of the answer in reading order, each with its citation, unchecked."""
    ranked = rank_sentences(query, hits, idf, likeness)
    for number, candidate in enumerate(choose(query, ranked, WORD_BUDGET), 1):
        yield Statement(candidate.text, (cite(candidate.hit, candidate.text, str(number)),), candidate.part)


def choose(query: Query, candidates: Sequence[Candidate], budget: int) -> list[Candidate]:
    """Pick sentences for one answer within a budget of words: the best that holds first, then what stands apart.

    `candidates` come best first. No two chosen sentences say the same. A question how things came to be is answered
    in the order of time within each part.
    """
    if not candidates:
        return []
    story = phrases.STORY.search(query.question) is not None
    most = {Part.ANSWER: MOST_STATEMENTS, Part.COMING: MOST_APART, Part.PAST: MOST_PAST if story else MOST_APART}
    first = _first(query, candidates)
    if not query.jurisdictions:  # one place at a time: what holds elsewhere does not qualify what holds here
        candidates = [candidate for candidate in candidates if _place(candidate) in (_place(first), "")]
    order = [first.part, *(part for part in Part if part is not first.part)]
    chosen = [first]
    words = len(first.text.split())
    for part in order:
        enough = first.score * (ENOUGH if part is Part.ANSWER else ENOUGH_APART)
        for candidate in candidates:
            if candidate.part is not part or candidate.score < enough:
                continue
            length = len(candidate.text.split())
            full = sum(other.part is part for other in chosen) >= most[part] or words + length > budget
            if not full and not _repeats(candidate, chosen):
                chosen.append(candidate)
                words += length
    return sorted(chosen, key=lambda c: (order.index(c.part), _since(c) if story else 0))


def _first(query: Query, candidates: Sequence[Candidate]) -> Candidate:
    """Give the sentence to begin with: the best that holds or is to come, unless something else answers much better."""
    best = candidates[0]
    living = next((candidate for candidate in candidates if candidate.part is not Part.PAST), best)
    holding = next((candidate for candidate in candidates if candidate.part is Part.ANSWER), living)
    if holding.score >= HOLDS_FIRST.get(query.intent, HOLDS_FIRST_OTHERWISE) * best.score:
        return holding
    return living if living.score >= ENOUGH * best.score else best


def _place(candidate: Candidate) -> str:
    return candidate.hit.policy.jurisdiction


def _repeats(candidate: Candidate, chosen: Sequence[Candidate]) -> bool:
    return any(
        len(candidate.words & other.words) >= SAME * min(len(candidate.words), len(other.words)) for other in chosen
    )


def _since(candidate: Candidate) -> int:
    published = candidate.hit.passage.life.published
    return published.first.toordinal() if published else 0

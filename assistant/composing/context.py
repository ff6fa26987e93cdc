"""What the model reads: the passages found and, around the best, the rest of their sections, within a budget."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from assistant.answers.records import Hit
from assistant.composing.messages import passage_text
from corpus.records import Passage, Standing
from corpus.register.standing import standing

TokenCount = Callable[[Sequence[str]], list[int]]
PassagesOf = Callable[[str], Sequence[Passage]]  # the passages of a policy in reading order
WIDENED = 5  # of the best hits, whose sections are given too: what lies around the others is seldom asked for
NEAREST = 15  # passages before and behind a hit: a document without headings is one section
SECTION_TOKENS = 800  # of one section beside its hit; of a longer one the nearest passages are given


def reading(hits: Sequence[Hit], passages_of: PassagesOf, as_of: date, count: TokenCount, budget: int) -> list[Hit]:
    """Choose what the model reads within a budget of tokens, in the order in which it reads it.

    The hits come first, the best before the rest, and the least useful are left out where they do not fit. Then the
    sections of the best hits are filled up, nearest passages first. Sections stand in the order of their best hit, and
    the passages of a section in reading order. Nothing published after `as_of` is added.
    """
    ranked = sorted(hits, key=lambda hit: -hit.score)
    chosen, spent = fitting(ranked, as_of, count, budget)
    for hit in ranked[:WIDENED]:
        if hit.passage.id in chosen:
            beside = _around(hit, passages_of, as_of, chosen)
            added, cost = fitting(beside, as_of, count, min(budget - spent, SECTION_TOKENS))
            chosen |= added
            spent += cost
    return _in_reading_order(list(chosen.values()), passages_of)


def fitting(hits: Sequence[Hit], as_of: date, count: TokenCount, budget: int) -> tuple[dict[str, Hit], int]:
    """Take hits in order as long as they fit; give them by passage id, and the tokens that they cost."""
    taken: dict[str, Hit] = {}
    spent = 0
    for hit, cost in zip(hits, _costs(hits, as_of, count), strict=True):
        if spent + cost > budget:
            break
        taken[hit.passage.id] = hit
        spent += cost
    return taken, spent


def _costs(hits: Sequence[Hit], as_of: date, count: TokenCount) -> list[int]:
    """Count what the model reads of each hit, title and dates included."""
    return count([passage_text(number, hit, as_of) for number, hit in enumerate(hits, 1)]) if hits else []


def _around(hit: Hit, passages_of: PassagesOf, as_of: date, chosen: dict[str, Hit]) -> list[Hit]:
    """Return the other passages under the hit's heading as hits of their own, nearest first."""
    passages = passages_of(hit.policy.id)
    here = next((row for row, passage in enumerate(passages) if passage.id == hit.passage.id), 0)
    near = sorted(range(len(passages)), key=lambda row: (abs(row - here), row))[: 2 * NEAREST]
    around = []
    for passage in (passages[row] for row in near):
        stands = standing(passage.life, as_of)
        same = passage.headings == hit.passage.headings and passage.id not in chosen and not passage.signs
        if same and stands is not Standing.NOT_PUBLISHED:
            around.append(Hit(passage, hit.policy, hit.score, 0.0, 0.0, stands))
    return around


def _in_reading_order(hits: Sequence[Hit], passages_of: PassagesOf) -> list[Hit]:
    sections: dict[tuple[str, tuple[str, ...]], list[Hit]] = {}
    for hit in hits:
        sections.setdefault((hit.policy.id, hit.passage.headings), []).append(hit)
    ordered: list[Hit] = []
    for (policy_id, _), section in sections.items():
        rows = {passage.id: row for row, passage in enumerate(passages_of(policy_id))}
        ordered += sorted(section, key=lambda hit: rows.get(hit.passage.id, 0))
    return ordered

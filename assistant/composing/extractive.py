"""The extractive composer: an answer in the sources' own words, with a citation for each statement.

A paragraph of a note is one to three sentences that stand together, and is shown whole: what a sentence of it says
alone can mislead. Of a longer passage the sentence that answers best is shown, with what follows it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.answers.answer_types import asked_for, given_by
from assistant.answers.citing import cite
from assistant.answers.reading import Form
from assistant.answers.records import Hit, Likeness, Part, Query, Statement
from assistant.answers.table_rows import asked_row
from assistant.composing.sentences import COVERAGE_WEIGHT, KIND_BONUS, SIMILARITY_WEIGHT, part_of, rank_sentences
from assistant.composing.weights import Idf, coverage, term_weights
from corpus.language.places import ANYWHERE
from corpus.language.sentences import piece_spans, sentence_spans, sentences
from corpus.language.terms import terms

WORD_BUDGET = 150  # a reader takes in 120 at once, and a paragraph that begins within them is shown whole
WHOLE = 95  # words of a passage that is shown whole
EXCERPT = 60  # words shown of a longer one
ROOM = 20  # words: where fewer are left, no part of a provision is shown; 12 and 20 are alike, 40 loses
ENOUGH = 0.9  # of the probability that the chosen paragraphs hold what is asked: no filler after that
MOST_FIRST, MOST = 6, {Part.ANSWER: 3, Part.COMING: 3, Part.PAST: 2}  # in the part that begins, and in the others
MOST_PAST, STORY_WORDS = 4, 120  # of a story, which stands by date: what is asked may stand last
APART = 0.7  # of the best score: what is proposed or past must earn its place beside what holds
HOLDS_FIRST = 0.85  # of the best score: what holds comes first if it is nearly as near
NEARLY = 0.9  # of the best score: two rules that differ in whom they bind are as near
LEFT_OUT = 0.35  # of the weight of what is asked, that another passage says in one sentence
SHARPNESS = 4.0  # the score of a hit to this power is its odds (see `assistant.retrieval.ranking.SPREAD`)
LEADS_IN = re.compile(r"[:：—–]\W*\Z")
SAME = 0.8  # overlap of terms at which two statements say the same: paragraphs of a note share its names
LONG = frozenset({Form.OVERVIEW, Form.LIST, Form.PARTS, Form.CHANGE, Form.STORY})  # forms that want several points


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What is shown of a hit."""

    hit: Hit
    text: str
    words: frozenset[str]
    quote: str = ""  # what it says in the passage's own words, where `text` is another
    fit: int = 0  # of a row of a table, how much of the question it holds

    @classmethod
    def of(cls, hit: Hit, text: str) -> Excerpt:
        """Return a part of a hit."""
        return cls(hit, text, frozenset(terms(text)))

    @property
    def part(self) -> Part:
        """The part of the answer that its standing puts it in."""
        return part_of(self.hit)

    @property
    def length(self) -> int:
        """Its length in words."""
        return len(self.text.split())


def compose(
    query: Query, hits: Sequence[Hit], idf: Idf, likeness: Mapping[str, Likeness], budget: int = WORD_BUDGET
) -> Iterator[Statement]:
    """Yield the statements of an answer in reading order, cited and unchecked; `hits` are in rank order."""
    if query.documents:
        shown = _naming_first(query, [_provision(query, hit) for hit in hits], idf)
        chosen = choose(query, _best_rows(shown), budget, lambda one, room: shortened(query, one, idf, likeness, room))
    else:
        chosen = choose(
            query, _best_rows([excerpt(query, hit, idf, likeness, min(WHOLE, budget)) for hit in hits]), budget
        )
    for number, one in enumerate(chosen, 1):
        yield Statement(one.text, (cite(one.hit, one.quote or one.text, str(number)),), one.part)


def _naming_first(query: Query, shown: Sequence[Excerpt], idf: Idf) -> list[Excerpt]:
    """Return excerpts with one before the first that is nearly as near, and says in one sentence more of what is asked.

    Two rules of a text, and two rows, may differ in little but whom they bind. It leaves out nothing that the first
    one says.
    """
    best = shown[0].hit.score if shown else 0.0
    near = [one for one in shown if one.hit.score >= (HOLDS_FIRST if one.quote else NEARLY) * best]
    if len(near) < 2 or near[0] is not shown[0]:
        return list(shown)
    weights = term_weights(query, idf)

    def weight(held: frozenset[str]) -> float:
        return sum(weights[term] for term in held)

    held = [max(_asked_terms(query, weights, one), key=weight) for one in near]
    fullest = max((place for place, one in enumerate(held) if one >= held[0]), key=lambda place: weight(held[place]))
    if not fullest or weight(held[fullest]) - weight(held[0]) < LEFT_OUT * sum(weights.values()):
        return list(shown)
    return [near[fullest], *(one for one in shown if one is not near[fullest])]


def _asked_terms(query: Query, weights: Mapping[str, float], shown: Excerpt) -> list[frozenset[str]]:
    """Return which of the terms that are asked each sentence and point holds, a row as a whole; and none of them."""
    text = shown.text
    pieces = [shown.words] if shown.quote else [frozenset(terms(text[start:end])) for start, end in piece_spans(text)]
    held = [
        frozenset(term for term in weights if coverage({term: 1.0}, query.synonyms, piece, frozenset()))
        for piece in pieces
    ]
    return [*held, frozenset()]


def _provision(query: Query, hit: Hit) -> Excerpt:
    """Return a provision of a document whole, of a table the row that is asked for."""
    text = hit.passage.text
    row = asked_row(query.text, text)
    return Excerpt(hit, row.text, frozenset(terms(row.text)), row.line, row.fit) if row else Excerpt.of(hit, text)


def shortened(query: Query, one: Excerpt, idf: Idf, likeness: Mapping[str, Likeness], room: int) -> Excerpt | None:
    """Return of a provision what fits into a room of words: the sentence or point that answers best and what is around.

    None where there is too little room for it, and of a row of a table.
    """
    text, weights, asked = one.hit.passage.text, term_weights(query, idf), asked_for(query.question)
    if one.quote or room < ROOM:
        return None
    alike = list(zip(sentence_spans(text), likeness[one.hit.passage.id].sentences, strict=True))
    pieces = piece_spans(text)
    scores = [
        COVERAGE_WEIGHT * coverage(weights, query.synonyms, frozenset(terms(text[start:end])), frozenset())
        + SIMILARITY_WEIGHT * next(cosine for (_, last), cosine in alike if start < last)
        + KIND_BONUS * bool(asked & given_by(text[start:end]))
        for start, end in pieces
    ]
    sizes = [len(text[start:end].split()) for start, end in pieces]
    first = last = scores.index(max(scores))
    left = room - sizes[first]
    if left < 0:
        return None
    while around := [
        (scores[place], place) for place in (first - 1, last + 1) if 0 <= place < len(pieces) and sizes[place] <= left
    ]:
        place = max(around)[1]
        first, last, left = min(first, place), max(last, place), left - sizes[place]
    return Excerpt.of(one.hit, text[pieces[first][0] : pieces[last][1]])


def _best_rows(shown: Sequence[Excerpt]) -> list[Excerpt]:
    """Return the excerpts with the best of all rows of tables where the first one stands, and no other row.

    The parts of a long table are as near to a question as each other; its rows are not.
    """
    rows = [one for one in shown if one.fit]
    best = max(rows, key=lambda one: one.fit, default=None)
    return [best if best and one is rows[0] else one for one in shown if not one.fit or one is rows[0]]


def excerpt(query: Query, hit: Hit, idf: Idf, likeness: Mapping[str, Likeness], whole: int = WHOLE) -> Excerpt:
    """Return what is shown of a hit: all of a passage of up to `whole` words, else its best sentence and what follows.

    Of a table it is the row that is asked for, if one is.

    What follows is shown up to 60 words in all, or `whole` if that is less.
    """
    text = hit.passage.text
    if row := asked_row(query.text, text):
        return Excerpt(hit, row.text, frozenset(terms(row.text)), row.line, row.fit)
    if len(text.split()) > whole and (ranked := rank_sentences(query, [hit], idf, likeness)):
        parts = sentences(text)
        start = end = parts.index(ranked[0].text)
        length = len(parts[start].split())
        while end + 1 < len(parts):
            room = whole if LEADS_IN.search(parts[end]) else min(EXCERPT, whole)  # what it leads in to is the answer
            if length + len(parts[end + 1].split()) > room:
                break
            end += 1
            length += len(parts[end].split())
        text = text[text.index(parts[start]) : text.index(parts[end]) + len(parts[end])]
    return Excerpt.of(hit, text)


Shorten = Callable[[Excerpt, int], Excerpt | None]  # what of an excerpt fits into a room of words


def choose(query: Query, shown: Sequence[Excerpt], budget: int, shorten: Shorten | None = None) -> list[Excerpt]:
    """Pick what stands in an answer within a budget of words, in reading order: what holds, to come, and past, apart.

    `shown` comes best first. No two say the same, and nothing is added once what is asked is very likely said. What
    does not fit is shortened, where it can be, or left out; the first is never left out.
    """
    if not shown:
        return []
    first = shown[0] if query.reading.form is Form.STORY else _first(shown)
    # One place at a time: what holds elsewhere does not qualify what holds here.
    if not query.jurisdictions and not query.documents:
        places = {first.hit.policy.jurisdiction, *ANYWHERE, ""}
        shown = [one for one in shown if one.hit.policy.jurisdiction in places]
    if query.reading.form is Form.STORY:
        budget = min(budget, STORY_WORDS)
    total = sum(one.hit.score**SHARPNESS for one in shown) or 1.0
    most = MOST | {first.part: MOST_FIRST} | ({Part.PAST: MOST_PAST} if query.reading.form is Form.STORY else {})
    sure = query.reading.form not in LONG  # that one part alone answers, and that enough is enough
    chosen: list[Excerpt] = []
    said = words = 0.0
    for one in (first, *(one for one in shown if one is not first)):
        full = sum(other.part is one.part for other in chosen) >= most[one.part]
        apart = sure and one.part is not first.part and one.hit.score < APART * first.hit.score
        room = budget - int(words)
        part = one if one.length <= room or shorten is None else shorten(one, room)
        if chosen and (full or apart or part is None or part.length > room or _repeats(part, chosen)):
            continue
        chosen.append(part or one)
        words += chosen[-1].length
        said += one.hit.score**SHARPNESS / total
        if said >= ENOUGH and sure:
            break
    order = [first.part, *(part for part in Part if part is not first.part)]
    return sorted(
        chosen, key=lambda one: (order.index(one.part), _since(one) if query.reading.form is Form.STORY else 0)
    )


def _first(shown: Sequence[Excerpt]) -> Excerpt:
    """Return what an answer begins with: the best, or what holds, or else is to come, if nearly as near."""
    best = shown[0]
    for part in (Part.ANSWER, Part.COMING):
        living = next((one for one in shown if one.part is part), best)
        if living.hit.score >= HOLDS_FIRST * best.hit.score:
            return living
    return best


def _repeats(one: Excerpt, chosen: Sequence[Excerpt]) -> bool:
    return any(len(one.words & other.words) >= SAME * min(len(one.words), len(other.words)) for other in chosen)


def _since(one: Excerpt) -> int:
    published = one.hit.passage.life.published
    return published.first.toordinal() if published else 0

"""The generative composer: a chat model writes, and a sentence is shown only when it has been checked.

A sentence that its sources speak against is written again by the model once, with the reason, and dropped if that
does not mend it. One that the checks only doubt is shown with a mark; the first sentence,
which answers, is written again too.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import islice
from typing import Protocol

from langchain_core.messages import BaseMessage
from langchain_core.runnables import RunnableConfig

from assistant.answers.citing import cite
from assistant.answers.records import Check, Citation, Dropped, Hit, Intent, Part, Query, Statement
from assistant.composing.gaps import is_gap, is_joint, told_gap
from assistant.composing.markers import Marked, read_markers
from assistant.composing.messages import answer_messages, rewrite_messages
from assistant.composing.quotes import aligned_quote, nearest
from assistant.composing.sentences import PART_OF
from assistant.composing.stream import stream_sentences
from assistant.llm.failures import SAID, Failure, ModelFailedError

MOST_SENTENCES = 40  # of one reply: no question asks for more, and a model that goes on has lost its thread
MOST_REWRITTEN = 5  # sentences of one answer: each costs a call that the reader waits for
REWRITTEN_INTO = 2  # sentences: one that cites a rule and a proposal becomes two
GIVEN_AGAIN = 4  # passages for rewriting a sentence: those that it cites, and those nearest to it
MOST_GAPS = 3  # sentences on what the passages do not say


class Writer(Protocol):
    """What the composer needs of a chat model: text that streams, and ModelFailedError where it fails."""

    def stream(self, messages: Sequence[BaseMessage], config: RunnableConfig | None = None) -> Generator[str]:
        """Return the text as it arrives; closing the generator stops the request."""
        ...


Verify = Callable[[Statement], tuple[Check, ...]]


@dataclass(frozen=True, slots=True)
class Written:
    """How the writing went, after its statements: what the passages do not say, and what was dropped.

    `failure` says in words what went wrong with the model and is empty where it finished; `steps` tell what else
    happened.
    """

    gaps: tuple[str, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    steps: tuple[str, ...] = ()
    failure: str = ""


def generate(
    model: Writer,
    query: Query,
    hits: Sequence[Hit],
    verify: Verify,
    *,
    strict: bool,
    config: RunnableConfig | None = None,
) -> Generator[Statement | Written]:
    """Yield each statement of the model's answer as soon as it is checked, and last how the writing went.

    The model reads the hits in their order as passages 1, 2, ... and can cite nothing else. It never raises for the
    model's failures; closing the generator stops the request.
    """
    editor = _Editor(model, query, hits, verify, strict, config)
    failure = ""
    try:
        with closing(model.stream(answer_messages(query, editor.numbered), config)) as chunks:
            for sentence in islice(stream_sentences(chunks), MOST_SENTENCES):
                yield from editor.statements(sentence)
    except ModelFailedError as error:
        failure = str(error)
    yield editor.written(failure)


def drafted(marked: Marked, numbered: Mapping[int, Hit]) -> Statement:
    """Make a statement of a sentence of the model; its citations are marked with the numbers of these passages."""
    cited = {number: numbered[number] for number in marked.numbers if number in numbered}
    quotes = [cite(hit, aligned_quote(marked.text, hit.passage.text), str(number)) for number, hit in cited.items()]
    part = PART_OF[next(iter(cited.values())).standing] if cited else Part.ANSWER
    return Statement(marked.text, tuple(quotes), part)


def invented(marked: Marked, numbered: Mapping[int, Hit]) -> Iterator[Check]:
    """Yield a check that failed where a sentence names the number of no passage."""
    unknown = [f"[{number}]" for number in marked.numbers if number not in numbered]
    if unknown:
        yield Check("number", False, f"{', '.join(unknown)} is the number of no passage")


class _Editor:
    """Reads the model's sentences one by one and lets through what its sources bear out."""

    def __init__(
        self,
        model: Writer,
        query: Query,
        hits: Sequence[Hit],
        verify: Verify,
        strict: bool,
        config: RunnableConfig | None,
    ) -> None:
        self.numbered = dict(enumerate(hits, 1))
        self._model = model
        self._query = query
        self._verify = verify
        self._strict = strict
        self._config = config
        self._markers: dict[tuple[str, str], str] = {}  # of a quote of a passage, in the order of appearance
        self._shown: set[str] = set()
        self._gaps: dict[str, None] = {}
        self._steps: dict[str, None] = {}
        self._dropped: list[Dropped] = []
        self._read = self._rewritten = 0
        self._answered = False  # whether the first sentence with a source is behind us

    def statements(self, sentence: str) -> Iterator[Statement]:
        """Yield what of a sentence can be shown: itself, a better wording, or nothing."""
        self._read += 1
        marked = read_markers(sentence)
        self._steps |= dict.fromkeys(marked.removed)
        if is_gap(marked):
            self._gaps[told_gap(marked, self._query.question)] = None
        elif not is_joint(marked):
            draft = self._checked(marked)
            shown = draft.passed or (draft.doubted and self._answered)
            yield from self._accepted([draft] if shown else self._mended(draft))
            self._answered = True

    def written(self, failure: str) -> Written:
        """Tell how the writing went; a model that wrote nothing has failed."""
        if not self._read:
            failure = failure or SAID[Failure.EMPTY]
        if self._read == MOST_SENTENCES:
            self._steps[f"the model's answer was ended after {MOST_SENTENCES} sentences"] = None
        gaps = tuple(self._gaps)[:MOST_GAPS]
        return Written(gaps, tuple(self._dropped), tuple(self._steps), failure)

    def _checked(self, marked: Marked) -> Statement:
        """Make a statement of a sentence, its citations marked with the numbers that the model used, and check it."""
        statement = drafted(marked, self.numbered)
        cited = [self.numbered[int(citation.marker)] for citation in statement.citations]
        statement = replace(statement, place=self._place(cited))
        return replace(statement, checks=(*self._verify(statement), *invented(marked, self.numbered)))

    def _place(self, cited: Sequence[Hit]) -> str:
        """Name the place that a statement of a comparison belongs to."""
        places = [hit.policy.jurisdiction for hit in cited]
        asked = self._query.jurisdictions if self._query.intent is Intent.COMPARISON else ()
        return next((place for place in places if place in asked), "")

    def _mended(self, draft: Statement) -> list[Statement]:
        """Return better wordings of a sentence that failed, else the sentence where it may be shown, else nothing."""
        better = self._written_again(draft)
        if not better and draft.citations and (draft.doubted or not self._strict):
            return [draft]
        self._dropped.append(Dropped(draft, rewritten=bool(better)))
        return better

    def _written_again(self, draft: Statement) -> list[Statement]:
        """Let the model write a sentence again, and give what passes."""
        if self._rewritten == MOST_REWRITTEN:
            return []
        self._rewritten += 1
        messages = rewrite_messages(draft, self._given_again(draft), self._query.as_of)
        try:
            with closing(self._model.stream(messages, self._config)) as chunks:
                again = [read_markers(text) for text in islice(stream_sentences(chunks), REWRITTEN_INTO)]
        except ModelFailedError as error:
            self._steps[f"rewriting failed: {error}"] = None
            return []
        return [
            made
            for made in (self._checked(marked) for marked in again if not is_joint(marked))
            if made.passed or made.doubted
        ]

    def _given_again(self, draft: Statement) -> dict[int, Hit]:
        cited = {int(citation.marker) for citation in draft.citations}
        numbers = list(self.numbered)
        near = nearest(draft.text, [hit.passage.text for hit in self.numbered.values()], GIVEN_AGAIN)
        wanted = cited | {numbers[row] for row in near[: max(1, GIVEN_AGAIN - len(cited))]}
        return {number: self.numbered[number] for number in sorted(wanted)}

    def _accepted(self, drafts: Sequence[Statement]) -> Iterator[Statement]:
        """Yield statements that were not shown before, with markers in the order of their appearance."""
        for draft in drafts:
            if draft.text in self._shown:
                continue
            self._shown.add(draft.text)
            yield replace(draft, citations=tuple(self._marked(citation) for citation in draft.citations))

    def _marked(self, citation: Citation) -> Citation:
        key = (citation.passage_id, citation.quote)
        return replace(citation, marker=self._markers.setdefault(key, str(len(self._markers) + 1)))

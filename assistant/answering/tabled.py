"""A comparison in a model's words: one call writes the table, and each cell is checked as its row arrives.

The texts' own sentences are found first. They tell which cells can be filled at all, and stand in each cell that the
model leaves empty, gets wrong or fills from another place's texts; so a model can cost a cell its wording, never its
place.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import islice, zip_longest

from langchain_core.runnables import RunnableConfig

from assistant.answering.comparison import PER_CELL, Cell, Comparison, in_own_words
from assistant.answering.comparison_plan import own_words
from assistant.answers.records import Check, Dropped, Findings, Hit, Statement
from assistant.composing.composers import Composed, Composing
from assistant.composing.context import TokenCount, fitting
from assistant.composing.generative import Writer, Written, drafted, invented
from assistant.composing.markers import Marked, read_markers
from assistant.composing.messages import table_messages
from assistant.composing.stream import stream_rows, stream_sentences
from assistant.llm.failures import SAID, Failure, ModelFailedError
from assistant.verification import verify
from assistant.verification.citations import check_place
from corpus.language.places import places_in
from corpus.records import Policy
from corpus.vocabulary.aspects import Aspect
from corpus.vocabulary.glossary import Glossary

WHOLE, ASKED = "Answer", "what the question asks"  # a row that is the whole question
NOT_BORNE_OUT = "the texts did not bear out what the model wrote"
NOT_WRITTEN = "the model wrote nothing there"


@dataclass(frozen=True, slots=True)
class Tabling:
    """A table's writer: the model and its name, what its words are checked by, and how much it reads, in tokens."""

    model: Writer
    name: str
    policies: Mapping[str, Policy]
    glossary: Glossary
    count: TokenCount
    budget: int
    config: RunnableConfig | None = None

    def composed(self, found: Findings, aspects: Sequence[Aspect]) -> Composing:
        """Yield the statements of what a comparison found, in the model's words where they hold, cell after cell.

        One aspect by itself was asked as a question, and guards no cell with its words.
        """
        query = found.query
        rows = tuple(aspects) if len(aspects) > 1 else tuple(Aspect(one.label, one.question) for one in aspects)
        comparison = Comparison(query.question, query.as_of, query.jurisdictions, rows, query.synonyms)
        cells: list[Cell] = []
        went = Written()
        for made in self.written(comparison, _cells_of(found, rows), found.retrieved):
            if isinstance(made, Written):
                went = made
            else:
                cells.append(made)
                yield from made.statements
        hits = tuple(dict.fromkeys((*found.hits, *(hit for cell in cells for hit in cell.hits))))
        statements = tuple(statement for cell in cells for statement in cell.statements)
        theirs = any(cell.writer for cell in cells)
        return Composed(
            statements,
            hits,
            composer="generative" if theirs else "extractive",
            notes=tuple(in_own_words(cells)),
            dropped=went.dropped,
            steps=went.steps,
        )

    def cells(self, comparison: Comparison, cells: Iterable[Cell]) -> Iterator[Cell]:
        """Yield the cells of a comparison, given in the texts' own sentences, in the model's words where they hold."""
        yield from (made for made in self.written(comparison, list(cells), ()) if isinstance(made, Cell))

    def written(self, comparison: Comparison, cells: Sequence[Cell], pool: Sequence[Hit]) -> Generator[Cell | Written]:
        """Yield every cell once, row after row as they arrive, and last how the writing went.

        `cells` hold the texts' own sentences, or none where nothing was found: such a cell stays empty. The model reads
        what they cite, and of `pool` what fits, each place in turn. It never raises for the model's failures.
        """
        numbered = dict(enumerate(self._read(comparison, cells, pool), 1))
        rows = [[cell for cell in cells if cell.aspect == aspect] for aspect in comparison.aspects]
        table = _Table(self, comparison, numbered)
        asked = [(aspect.label or WHOLE, _asks(aspect, comparison.question)) for aspect in comparison.aspects]
        messages = table_messages(comparison.question, asked, comparison.places, numbered, comparison.as_of)
        failure, done = "", 0
        try:
            with closing(self.model.stream(messages, self.config)) as chunks:
                for row, said in table.rows(stream_rows(chunks)):
                    if row < done:
                        continue  # a row that was given before, or is late: its cells have been shown
                    yield from (table.own(cell, NOT_WRITTEN) for early in rows[done:row] for cell in early)
                    yield from (table.filled(cell, said.get(cell.place, "")) for cell in rows[row])
                    done = row + 1
        except ModelFailedError as error:
            failure = str(error)
        why = failure or (NOT_WRITTEN if table.read else SAID[Failure.EMPTY])
        yield from (table.own(cell, why) for late in rows[done:] for cell in late)
        yield Written((), tuple(table.dropped), tuple(table.steps), failure)

    def _read(self, comparison: Comparison, cells: Sequence[Cell], pool: Sequence[Hit]) -> list[Hit]:
        """Choose what the model reads: the sources of the cells, then what else each place says, place by place."""
        own = [hit for cell in cells for hit in cell.hits]
        cited = {citation.passage_id for cell in cells for one in cell.statements for citation in one.citations}
        first = [hit for hit in own if hit.passage.id in cited]
        further = [hit for cell in cells for hit in cell.read] + [*own, *pool]
        by_place = [[hit for hit in further if hit.policy.jurisdiction == place] for place in comparison.places]
        turns = [hit for turn in zip_longest(*by_place) for hit in turn if hit is not None]
        usable = {hit.passage.id: hit for hit in (*first, *turns) if not hit.passage.signs}
        chosen, _ = fitting(list(usable.values()), comparison.as_of, self.count, self.budget)
        order = {place: number for number, place in enumerate(comparison.places)}
        return sorted(chosen.values(), key=lambda hit: order.get(hit.policy.jurisdiction, len(order)))


class _Table:
    """Reads the model's rows and fills the cells with what their sources bear out."""

    def __init__(self, tabling: Tabling, comparison: Comparison, numbered: Mapping[int, Hit]) -> None:
        self.dropped: list[Dropped] = []
        self.steps: dict[str, None] = {}
        self.read = 0
        self._by = tabling
        self._comparison = comparison
        self._numbered = numbered
        self._passages = {hit.passage.id: hit.passage for hit in numbered.values()}
        self._hits = {hit.passage.id: hit for hit in numbered.values()}
        self._markers: dict[tuple[str, str], str] = {}

    def rows(self, lines: Iterator[tuple[str, ...]]) -> Iterator[tuple[int, dict[str, str]]]:
        """Yield the rows of the comparison that lines of a table are, with what they say by place."""
        columns = self._comparison.places
        for head, *cells in lines:
            if (row := self._row(head)) is not None:
                self.read += 1
                yield row, dict(zip(columns, cells, strict=False))
            elif not self.read and (named := [_place(cell, self._comparison.places) for cell in cells]):
                columns = tuple(named) if any(named) else columns

    def filled(self, cell: Cell, said: str) -> Cell:
        """Return a cell in the model's words, or as the texts have it where these do not hold."""
        if not cell.statements:
            return cell
        kept, read = [], 0
        for sentence in islice(stream_sentences([said]), PER_CELL):
            marked = read_markers(sentence)
            self.steps |= dict.fromkeys(marked.removed)
            if any(letter.isalnum() for letter in marked.text):
                read += 1
                statement = self._checked(marked, cell)
                if statement.passed:
                    kept.append(statement)
                else:
                    self.dropped.append(Dropped(statement))
        if not kept:
            return self.own(cell, NOT_BORNE_OUT if read else NOT_WRITTEN)
        hits = dict.fromkeys(self._hits[citation.passage_id] for one in kept for citation in one.citations)
        return replace(cell, statements=tuple(map(self._marked, kept)), hits=tuple(hits), writer=self._by.name)

    def own(self, cell: Cell, why: str) -> Cell:
        """Return a cell with the texts' own sentences, their markers counted with those of the others."""
        return replace(cell, statements=tuple(map(self._marked, cell.statements)), failure=why)

    def _row(self, head: str) -> int | None:
        """Return which row a first cell names: by the name of its aspect, or else by its number."""
        names = [self._comparison.name(aspect).casefold() for aspect in self._comparison.aspects]
        number, _, name = head.partition(".")
        wanted = (name or head).strip().casefold()
        if wanted in names:
            return names.index(wanted)
        numbers = {str(row + 1): row for row in range(len(names))}
        return numbers.get(number.strip())

    def _checked(self, marked: Marked, cell: Cell) -> Statement:
        """Make a statement of a sentence of a cell and check it: by its sources, by their place, by the aspect."""
        statement = replace(drafted(marked, self._numbered), place=cell.place, aspect=_label(cell))
        question = cell.aspect.question or self._comparison.question
        day, policies = self._comparison.as_of, self._by.policies
        checks = verify(statement, self._passages, day, policies, self._by.glossary, question)
        further = (check_place(statement, policies), *self._beside(statement, cell.aspect))
        return replace(statement, checks=(*checks, *invented(marked, self._numbered), *further))

    def _beside(self, statement: Statement, aspect: Aspect) -> Iterator[Check]:
        """Yield a check that failed where no source speaks of the aspect, as `comparison` asks of the texts' own."""
        cited = [self._hits[citation.passage_id] for citation in statement.citations]
        around = (" ".join((hit.policy.title, *hit.passage.headings)) for hit in cited)
        if not any(aspect.said_in(hit.passage.text, title) for hit, title in zip(cited, around, strict=True)):
            yield Check("aspect", False, f"its source does not speak of “{aspect.label or aspect.question}”")

    def _marked(self, statement: Statement) -> Statement:
        citations = [
            replace(one, marker=self._markers.setdefault((one.passage_id, one.quote), str(len(self._markers) + 1)))
            for one in statement.citations
        ]
        return replace(statement, citations=tuple(citations))


def _asks(aspect: Aspect, question: str) -> str:
    """Return what a row asks; the question's own words without its places are no sentence to put to anybody."""
    return aspect.question if aspect.label and aspect.question != own_words(question) else ASKED


def _label(cell: Cell) -> str:
    """Return what heads the statements of a cell: as the texts' own are headed."""
    return cell.statements[0].aspect if cell.statements else cell.aspect.label


def _place(cell: str, places: Sequence[str]) -> str:
    """Return which place the head of a column names, or nothing."""
    named = [place for place in places if place.casefold() == cell.strip().casefold() or place in places_in(cell)]
    return named[0] if named else ""


def _cells_of(found: Findings, aspects: Sequence[Aspect]) -> list[Cell]:
    """Return findings as the cells that they were made of; one aspect by itself heads no statement."""
    by_id = {hit.passage.id: hit for hit in found.hits}
    cells = []
    for aspect in aspects:
        for place in found.query.jurisdictions:
            mine = [one for one in found.statements if one.place == place and one.aspect in ("", aspect.label)]
            hits = dict.fromkeys(by_id[citation.passage_id] for one in mine for citation in one.citations)
            cells.append(Cell(place, aspect, tuple(mine), tuple(hits)))
    return cells

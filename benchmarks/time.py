"""What dates and standing are worth: `python -m benchmarks.time [SET] [--part tune|report] [--show]`.

One run over one question set asks three assistants: the product; the same chain that knows neither dates nor standing;
and plain LangChain retrieval over the same texts (recursive splitter, Chroma, MiniLM, the four nearest chunks as they
are). All are judged by the first 120 words that they show, on the day that the row asks about (its `date_meant`, which
an editor wrote, else its `as_of`, else today):

- vital: every vital key fact stands in those words (questions to be refused are left out);
- late: they rest on a paragraph that was published after that day;
- wrong standing: they state as what holds, under no label, a paragraph that was then proposed, not yet in force,
  superseded or not published, or label one wrongly.

Chunks carry no label, so whatever they show counts as stated to hold. Means with 95 % cluster bootstrap intervals, and
paired differences. Nothing here is tuned.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import chromadb
import numpy as np
from chromadb.config import Settings as ChromaSettings
from langchain_text_splitters import RecursiveCharacterTextSplitter

from assistant.answering.finder import Finder
from assistant.answers.records import Findings, Hit, Part, Query, Question
from assistant.chain import PolicyChain, open_chain
from assistant.clock import Clock
from assistant.composing.extractive import WORD_BUDGET
from assistant.evaluation.sets.answer_questions import read_questions
from assistant.evaluation.statistics import Estimate, cluster_numbers, estimates
from assistant.settings import SHIPPED_TEXTS, load_settings
from benchmarks.questions import FIRST_WORDS, holds
from corpus.current import CurrentIndex
from corpus.index.edition import Edition
from corpus.language.sentences import sentences
from corpus.records import Life, Nature, Passage, Standing
from corpus.register.notes import note_files
from corpus.register.standing import standing
from corpus.vocabulary.glossary import read_glossary
from tests import SETS

MEASURES = ("vital", "late", "wrong standing")
HOLDS = (Standing.IN_FORCE, Standing.RECORD)
LABELLED = {
    Part.ANSWER: HOLDS,
    Part.COMING: (Standing.PROPOSED, Standing.NOT_YET_IN_FORCE),
    Part.PAST: (Standing.SUPERSEDED,),
}
CHUNK, OVERLAP, NEAREST = 1_000, 150, 4
FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
ATTRIBUTES = re.compile(r"\s*\{[^{}]*\}\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Shown:
    """What an assistant shows: its words, and each paragraph they rest on with the part it is stated in."""

    words: str
    paragraphs: tuple[tuple[Passage, Part], ...]


Assistant = Callable[[Question], Shown]


class TimelessFinder(Finder):
    """Finds as if everything were published, in force, and asked about today."""

    def find(self, query: Query, budget: int = WORD_BUDGET) -> Findings:
        """Find as of today, whatever the question says."""
        today = replace(query, as_of=date.today(), event=False)  # noqa: DTZ011 - the user's day
        return Finder.find(self, today, budget)

    def ranked(self, query: Query) -> list[Hit]:
        """Rank what was ever published, all of it in force."""
        return [_always(hit) for hit in Finder.ranked(self, replace(query, as_of=date.max))]


class Timeless(PolicyChain):
    """The same chain without dates and standing; a comparison knows standing, and is asked about today."""

    def _finder(self, edition: Edition, clock: Clock) -> Finder:
        found = super()._finder(edition, clock)
        return TimelessFinder(found.edition, found.encoder, found.glossary, found.aspects, found.count, clock)


def _always(hit: Hit) -> Hit:
    published = hit.passage.life.published
    life = Life(Nature.RULE, published, published)
    passage, policy = replace(hit.passage, life=life), replace(hit.policy, life=life)
    return replace(hit, passage=passage, policy=policy, standing=Standing.IN_FORCE)


def asking(chain: PolicyChain, passages: dict[str, Passage]) -> Assistant:
    """Make an assistant of a chain; what it cites is judged by the true life of each passage."""

    def ask(question: Question) -> Shown:
        statements = chain.invoke(question).statements
        cited = ((passages[c.passage_id], statement.part) for statement in statements for c in statement.citations)
        return Shown(" ".join(statement.text for statement in statements), tuple(cited))

    return ask


def plain_langchain(chain: PolicyChain, passages: Sequence[Passage]) -> Assistant:
    """Make the plain assistant: the first words of the four nearest chunks, without history."""
    splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK, chunk_overlap=OVERLAP)
    chunks = [chunk for path in note_files([SHIPPED_TEXTS]) for chunk in splitter.split_text(_body(path))]
    store = chromadb.EphemeralClient(ChromaSettings(anonymized_telemetry=False)).create_collection(
        "plain", embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
    )
    store.add(
        ids=[str(number) for number in range(len(chunks))], documents=chunks, embeddings=chain.encoder.encode(chunks)
    )
    known = [(sentence, passage) for passage in passages for sentence in sentences(passage.text)]

    def ask(question: Question) -> Shown:
        found = store.query(query_embeddings=chain.encoder.encode([question.text]), n_results=NEAREST)
        words = _first(" ".join((found["documents"] or [[]])[0]))
        shown = {passage.id: passage for sentence, passage in known if sentence in words}
        return Shown(words, tuple((passage, Part.ANSWER) for passage in shown.values()))

    return ask


def _body(path: Path) -> str:
    """Return the text of a note as people read it, without its front matter and the dates in braces."""
    return ATTRIBUTES.sub("", FRONT_MATTER.sub("", path.read_text(encoding="utf-8")))


def _first(text: str) -> str:
    return " ".join(text.split()[:FIRST_WORDS])


def judge(row: dict[str, Any], shown: Shown, day: date) -> tuple[float, float, float]:
    """Judge what is shown for a row by `MEASURES`; NaN where a measure does not apply."""
    refuse = row.get("expected_behavior") == "refuse" or not row.get("key_facts")
    vital = float("nan") if refuse else float(holds(row, _first(shown.words)))
    true = [(standing(passage.life, day), part) for passage, part in shown.paragraphs]
    late = any(now is Standing.NOT_PUBLISHED for now, _ in true)
    return vital, float(late), float(any(now not in LABELLED[part] for now, part in true))


def asked_day(row: dict[str, Any]) -> date:
    """Return the day that a row asks about: what its words mean, else what is set beside them, else today."""
    day = row.get("date_meant") or row.get("as_of")
    return date.fromisoformat(day) if day else date.today()  # noqa: DTZ011 - the user's own day


def main() -> None:
    """Ask, judge and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("set", nargs="?", type=Path, default=SETS / "time.jsonl")
    parser.add_argument("--part", choices=("tune", "report"))
    parser.add_argument("--show", action="store_true", help="name the questions in which the product fell short")
    arguments = parser.parse_args()
    rows = _rows(arguments.set, arguments.part)
    settings = load_settings()
    chain = open_chain(settings)
    glossary = read_glossary(SHIPPED_TEXTS / "glossary.yaml")
    index = CurrentIndex(settings.index, settings.chroma_url or None)
    passages = {passage.id: passage for passage in index.edition().texts.passages()}
    assistants: dict[str, Assistant] = {
        "product": asking(chain, passages),
        "without dates and standing": asking(Timeless(index, chain.encoder, glossary, settings), passages),
        "plain LangChain": plain_langchain(chain, list(passages.values())),
    }
    table = np.array(
        [[judge(row, ask(question), asked_day(row)) for ask in assistants.values()] for row, question in rows]
    )
    _print(list(assistants), table, cluster_numbers([str(row.get("cluster_id") or row["id"]) for row, _ in rows]))
    if arguments.show:
        for (row, _), (vital, late, wrong) in zip(rows, table[:, 0], strict=True):
            if vital == 0 or late or wrong:
                print(
                    f"{row['id']}: vital {vital:.0f}, late {late:.0f}, wrong standing {wrong:.0f}: {row['user_input']}"
                )


def _rows(path: Path, part: str | None) -> list[tuple[dict[str, Any], Question]]:
    lines = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    questions = {row.id: row.question for row in read_questions(path)}
    rows = [row for row in lines if "_meta" not in row and part in (None, row["slice"].get("part"))]
    return [(row, questions[row["id"]]) for row in rows]


def _print(names: Sequence[str], table: np.ndarray, clusters: np.ndarray) -> None:
    """Print each measure of each assistant, and the product's paired difference to the others."""
    weights = np.ones(len(table))
    print(f"{len(table)} questions in {len(set(clusters.tolist()))} clusters; mean [95 % interval]")
    for column, measure in enumerate(MEASURES):
        values = table[:, :, column]
        for name, found in zip(names, estimates(values, weights, clusters), strict=True):
            print(f"{measure:>15}  {name:<27} {_interval(found)}   n={found.n}")
        paired = estimates(values[:, :1] - values[:, 1:], weights, clusters)
        for name, found in zip(names[1:], paired, strict=True):
            print(f"{measure:>15}  product - {name:<27} {_interval(found, sign='+')}")


def _interval(found: Estimate, sign: str = "") -> str:
    return f"{found.mean:{sign}.3f} [{found.low:{sign}.3f}, {found.high:{sign}.3f}]"


if __name__ == "__main__":
    main()

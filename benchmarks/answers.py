"""How much of an answer stands in its first 120 words: `python -m benchmarks.answers [--part report]`.

One run over core.jsonl, time.jsonl and newcomers.jsonl asks assistants without a chat model: plain LangChain
(recursive splitter, Chroma, MiniLM without its adapter, the four nearest chunks), the product's own passages simply in
rank order, and the product. Figures are means with 95 % cluster bootstrap intervals: the share of the vital facts that
stand in the first 120 words (a table of a comparison counts whole), refusals of what can be answered, and refusals of
what cannot. Parts by form and language tell where it still fails.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.answers.records import Answer, Intent, Question
from assistant.chain import PolicyChain, open_chain
from assistant.evaluation.sets.answer_questions import read_questions
from assistant.evaluation.statistics import cluster_numbers, estimates
from assistant.settings import load_settings
from benchmarks.questions import FIRST_WORDS, facts
from benchmarks.tables import RESULTS, write
from benchmarks.time import plain_langchain
from corpus.encoders.sentence import BASE_ENCODER, SentenceEncoder
from corpus.language.terms import CJK
from tests import SETS

ASKED = ("core", "time", "newcomers")
PLAIN, ORDER, PRODUCT, ALONE = ASSISTANTS = (
    "plain LangChain", "own passages in rank order", "the product", "the product, refusals counted as nothing",
)  # fmt: skip
IN_ORDER = 12  # passages: more than 120 words of them


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question answered by one assistant: its share of vital facts (NaN if it has none), and whether it refused."""

    name: str
    row: dict[str, Any]
    share: float
    refused: bool

    @property
    def owed(self) -> bool:
        """Whether the question is to be refused."""
        return bool(self.row["expected_behavior"] == "refuse")

    @property
    def kind(self) -> str:
        """The form or type of the question."""
        return str(self.row["slice"].get("form") or self.row["slice"]["type"])

    @property
    def language(self) -> str:
        """The language of the question."""
        return "Chinese" if CJK.search(self.row["user_input"]) else "English"


def questions(part: str) -> Iterator[tuple[str, dict[str, Any], Question]]:
    """Yield the questions of one half of the sets, each with its set and its row."""
    for name in ASKED:
        path = SETS / f"{name}.jsonl"
        rows = {row["id"]: row for row in map(json.loads, path.read_text("utf-8").splitlines()) if "id" in row}
        for asked in read_questions(path):
            if rows[asked.id]["slice"].get("part") == part:
                yield name, rows[asked.id], asked.question


def said(answer: Answer) -> str:
    """Return what counts of an answer: its first words, or all the cells of a comparison.

    Of a refusal that is its reason and what is shown below it as the nearest.
    """
    shown = answer.statements or answer.nearest
    words = " ".join((answer.refusal or answer.lead, *(statement.text for statement in shown))).split()
    return " ".join(words if answer.intent is Intent.COMPARISON else words[:FIRST_WORDS])


def assistants(chain: PolicyChain) -> dict[str, Callable[[Question], tuple[str, bool]]]:
    """Return for each assistant how it answers: its words, and whether it refused."""
    edition = chain.edition_seen("")
    base = PolicyChain.with_settings(chain, load_settings(), model=False)
    base.encoder = SentenceEncoder(BASE_ENCODER)
    plain = plain_langchain(base, edition.searched())

    def in_order(question: Question) -> tuple[str, bool]:
        hits = chain.search(question, IN_ORDER)
        return " ".join(" ".join(hit.passage.text for hit in hits).split()[:FIRST_WORDS]), False

    def product(question: Question) -> tuple[str, bool]:
        answer = chain.invoke(question)
        return said(answer), answer.refused

    def alone(question: Question) -> tuple[str, bool]:
        answer = chain.invoke(question)
        return "" if answer.refused else said(answer), answer.refused

    return {PLAIN: lambda question: (plain(question).words, False), ORDER: in_order, PRODUCT: product, ALONE: alone}


def outcomes(part: str) -> dict[str, list[Outcome]]:
    """Ask every assistant every question."""
    ways, found = assistants(open_chain(load_settings())), {name: list[Outcome]() for name in ASSISTANTS}
    for set_name, row, question in questions(part):
        for name, ask in ways.items():
            words, refused = ask(question)
            held = facts(row, words)
            share = float(np.mean(held)) if held and row["expected_behavior"] != "refuse" else float("nan")
            found[name].append(Outcome(set_name, row, share, refused))
    return found


def figures(rows: list[Outcome]) -> dict[str, tuple[float, ...]]:
    """Return the figures of some outcomes; what no question of them measures is left out."""
    values = np.array(
        [
            [row.share, float(row.refused) if not row.owed else np.nan, float(row.refused) if row.owed else np.nan]
            for row in rows
        ]
    )
    names = ("vital facts in 120 words", "refused though answerable", "rightly refused")
    return intervals(names, values, [row.row.get("cluster_id") or row.row["id"] for row in rows])


def intervals(
    names: Sequence[str], values: NDArray[np.float64], clusters: Sequence[str]
) -> dict[str, tuple[float, ...]]:
    """Return the mean of each column of values with its interval over clusters; without those that nothing measures.

    `values` has the shape (questions, names), with NaN where a question does not measure a name.
    """
    return {
        name: tuple(round(bound, 3) for bound in (one.mean, one.low, one.high) if not np.isnan(bound))
        for name, one in zip(names, estimates(values, np.ones(len(values)), cluster_numbers(clusters)), strict=True)
        if one.n
    }


def main() -> None:
    """Ask, print and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=("tune", "report"), default="report")
    part = parser.parse_args().part
    found = outcomes(part)
    rows: list[tuple[str, dict[str, tuple[float, ...]]]] = []
    for name in ASSISTANTS:
        rows += [
            (f"{which}: {name}", figures([row for row in found[name] if which in (row.name, "all")]))
            for which in (*ASKED, "all")
        ]
    product = found[PRODUCT]
    for title in ("language", "kind"):
        for value in sorted({getattr(row, title) for row in product}):
            those = [row for row in product if getattr(row, title) == value]
            rows.append((f"{title} {value} ({len(those)})", figures(those)))
    for row_name, row_figures in rows:
        print(row_name, row_figures)
    if part == "report":
        write(RESULTS / "answers.json", "python -m benchmarks.answers", "reported halves, no chat model", rows)


if __name__ == "__main__":
    main()

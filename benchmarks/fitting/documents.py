"""Fit what own documents asked by themselves are ranked and refused by: `python -m benchmarks.fitting.documents`.

The questions are the tuning half of benchmarks/own/questions.jsonl and those of benchmarks/own/fitting.jsonl, the
documents those of the library of `ASSISTANT_DATA` that have the names of their files: add the texts of shared/official
and shared/documents that they name, and those of benchmarks/own/texts. The ranker is a linear score by the softmax over
the candidates of a question, which are wanted by the share of the vital facts that they hold. The models of refusal,
one of them for documents in Chinese, learn from each question what it looks like with an answer, and, with the passages
that hold a vital fact left out, what it looks like without one; a question that has none counts more. Their thresholds
let `REFUSED_WRONGLY` of the answerable ones go. The card tells both with one document left out at a time.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from assistant.answering.confidence import MODEL
from assistant.answering.documents import told_of
from assistant.answering.finder import Finder
from assistant.answers.clues import Clues
from assistant.answers.records import Query, Question
from assistant.chain import PolicyChain, open_chain
from assistant.clock import Clock
from assistant.retrieval import candidates
from assistant.retrieval.ranking import DEFAULT_WEIGHTS, OF_DOCUMENTS, OfDocuments
from assistant.retrieval.signals import COSINE, COVERAGE, LATE, NEIGHBOURS, VECTORS, Column, Signals
from assistant.settings import SHIPPED_TEXTS, load_settings
from benchmarks.own.questions import FIRST_WORDS
from corpus.vocabulary.glossary import read_glossary

OWN = Path(__file__).parents[1] / "own"
SETS = (OWN / "questions.jsonl", OWN / "fitting.jsonl")
# Keywords and brevity take from it: with a document left out .746 without them, .739 with brevity, .614 as for notes.
INPUTS = (COVERAGE, NEIGHBOURS, VECTORS, LATE, COSINE, "gives what is asked for")
STRENGTH = 0.01  # of the penalty on the weights' squares; .003 to .03 are alike with a document left out
# By language: the encoder tells nothing of Chinese, and a figure that is asked for counts by the sentence that has one.
CLUES = {
    "documents": ("alike", "near", "held", "pairs", "apart", "lacks", "unmet", "asks", "given"),
    "Chinese documents": ("held", "pairs", "apart", "lacks"),
}
AGAINST = ("lacks", "unmet", "asks")
LEFT_OUT, WEAK = 0.1, 3.0  # what a question whose answer was left out counts beside a real one; inverse regularisation
REFUSED_WRONGLY = 0.08

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """One question asked of one document: its candidates, and the share of the vital facts that each holds."""

    row: Mapping[str, Any]
    query: Query
    signals: Signals
    wanted: Floats

    @property
    def document(self) -> str:
        """The document."""
        return self.query.documents[0]


@dataclass(frozen=True, slots=True)
class Without:
    """A ranker that puts some passages last, as if the document did not have them."""

    first: OfDocuments
    ids: frozenset[str]
    name: str = "without the answer"
    late: bool = True

    def scores(self, question: str, signals: Signals) -> Column:
        """Return the scores of the first ranker, and less than nothing for the passages that are left out."""
        out = np.array([passage.id in self.ids for passage in signals.passages])
        left = replace(signals, columns={name: np.where(out, 0, column) for name, column in signals.columns.items()})
        return np.where(out, np.float32(-10), self.first.scores(question, left)).astype(np.float32)


def examples(chain: PolicyChain, paths: Sequence[Path]) -> Iterator[Example]:
    """Yield the questions that are looked for in a document; those of its build have nothing to rank."""
    edition = chain.edition_seen("")
    files = {policy.file for policy in edition.policies.values() if policy.own}
    rows = [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines()]
    for row in rows:
        file = PurePath(row["file"]).name
        if row.get("half", "tune") != "tune" or file not in files:
            continue
        query = chain.understood(Question(row["question"], documents=(file,)))
        if query.refusal or told_of(query, edition):
            continue
        signals = candidates(query, edition, chain.encoder)
        yield Example(row, query, signals, np.array([share(row, passage.text) for passage in signals.passages]))


def share(row: Mapping[str, Any], text: str) -> float:
    """Return the share of a row's vital facts that a text holds; 0 where it has none."""
    patterns = [fact["pattern"] for fact in row["facts"] if fact["vital"]]
    return sum(bool(re.search(one, text, re.IGNORECASE)) for one in patterns) / max(1, len(patterns))


def ranker(rows: Sequence[Example]) -> OfDocuments:
    """Fit the ranker on some questions."""
    data = [
        (row.signals.matrix(INPUTS).astype(np.float64), row.wanted**2 / (row.wanted**2).sum())
        for row in rows
        if row.wanted.any()
    ]

    def loss(weights: Floats) -> tuple[float, Floats]:
        total, slope = 0.0, np.zeros_like(weights)
        for inputs, wanted in data:
            odds = inputs @ weights
            shares = np.exp(odds - odds.max())
            shares /= shares.sum()
            total -= float(wanted @ np.log(shares + 1e-12))
            slope += inputs.T @ (shares - wanted)
        return total / len(data) + STRENGTH / 2 * float(weights @ weights), slope / len(data) + STRENGTH * weights

    found = minimize(loss, np.zeros(len(INPUTS)), jac=True, method="L-BFGS-B")
    return OfDocuments({name: round(float(weight), 3) for name, weight in zip(INPUTS, found.x, strict=True)})


def held(row: Example, scores: Column) -> float:
    """Return the share of the vital facts in the first words of the passages in order."""
    order = np.argsort(-scores, kind="stable")[:8]
    words = " ".join(row.signals.passages[place].text for place in order).split()[:FIRST_WORDS]
    return share(row.row, " ".join(words))


def seen(chain: PolicyChain, row: Example, by: OfDocuments, left_out: frozenset[str]) -> Clues | None:
    """Return the clues of a question asked of a document without some of its passages."""
    edition, count = chain.edition_seen(""), load_settings().top_k
    glossary = read_glossary(SHIPPED_TEXTS / "glossary.yaml")
    finder = Finder(edition, chain.encoder, glossary, chain.aspects, count, Clock(), Without(by, left_out))
    return finder.find(row.query).clues


def told_apart(values: Floats, names: Sequence[str], can: NDArray[np.bool_], weight: Floats) -> Floats:
    """Fit the logistic model of refusal, whose clues only ever speak for an answer, or against it: intercept first."""
    inputs = np.hstack([np.ones((len(values), 1)), values])
    shares = weight * np.where(can, 0.5 / (weight * can).sum(), 0.5 / (weight * ~can).sum())

    def loss(weights: Floats) -> tuple[float, Floats]:
        sure = 1 / (1 + np.exp(-(inputs @ weights)))
        wrong = -np.log(np.where(can, sure, 1 - sure) + 1e-12)
        slope = inputs.T @ (shares * (sure - can))
        slope[1:] += weights[1:] / (WEAK * len(can))
        return float(shares @ wrong) + float(weights[1:] @ weights[1:]) / (2 * WEAK * len(can)), slope

    bounds = [(None, None), *((None, 0) if name in AGAINST else (0, None) for name in names)]
    return np.asarray(minimize(loss, np.zeros(inputs.shape[1]), jac=True, bounds=bounds, method="L-BFGS-B").x)


def crossed(groups: Sequence[str], fit: Callable[[NDArray[np.bool_]], Callable[[int], Any]]) -> list[Any]:
    """Return what is found for each row by a fit without the rows of its group."""
    these = np.array(groups)
    by_group = {group: fit(these != group) for group in dict.fromkeys(groups)}
    return [by_group[group](place) for place, group in enumerate(groups)]


@dataclass(frozen=True, slots=True)
class Asked:
    """The clues of a question asked of a document, which `answers` it, and is `whole` or lacks what does."""

    document: str
    clues: Clues
    answers: bool
    whole: bool
    chinese: bool


def asked(chain: PolicyChain, rows: Sequence[Example], by: OfDocuments) -> Iterator[Asked]:
    """Yield each question as it is asked, and with the passages that hold a vital fact left out."""
    known = chain.edition_seen("").chinese
    for row in rows:
        held = frozenset(one.id for one, held in zip(row.signals.passages, row.wanted, strict=True) if held)
        chinese = any(one.id in known for one in row.signals.passages)
        ways = [(frozenset[str](), bool(row.row["answerable"]), True)] + [(held, False, False)] * bool(held)
        for left_out, answers, whole in ways:
            if (clues := seen(chain, row, by, left_out)) is not None:
                yield Asked(row.document, clues, answers, whole, chinese)


def refusal(found: Sequence[Asked], names: Sequence[str]) -> tuple[dict[str, Any], list[str]]:
    """Fit a model of refusal on these clues, and return it with its card."""
    values = np.array([[float(getattr(one.clues, name)) for name in names] for one in found])
    can, real = np.array([one.answers for one in found]), np.array([one.whole for one in found])
    weight = np.where(real, 1.0, LEFT_OUT)

    def fit(kept: NDArray[np.bool_]) -> Callable[[int], float]:
        weights = told_apart(values[kept], names, can[kept], weight[kept])
        return lambda place: float(1 / (1 + np.exp(-(weights[0] + values[place] @ weights[1:]))))

    sure = np.array(crossed([one.document for one in found], fit))
    least = float(np.quantile(sure[can], REFUSED_WRONGLY))
    weights = told_apart(values, names, can, weight)
    named = {name: round(float(one), 3) for name, one in zip(names, weights[1:], strict=True)}
    card = [
        f"- answered of {int(can.sum())} that can be: {np.mean(sure[can] >= least):.3f}",
        f"- refused of {int((real & ~can).sum())} that cannot: {np.mean(sure[real & ~can] < least):.3f}",
        f"- refused of {int((~real).sum())} whose answer was left out: {np.mean(sure[~real] < least):.3f}",
    ]
    return {"base": round(float(weights[0]), 3), "weights": named, "least": round(least, 3)}, card


def main() -> None:
    """Fit both, write them, and print the card."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--more", type=Path, action="append", default=[], help="Further questions to fit on.")
    more = parser.parse_args().more
    chain = open_chain(load_settings())
    rows = list(examples(chain, [*SETS, *more]))
    can = [row for row in rows if row.wanted.any()]

    def fit(kept: NDArray[np.bool_]) -> Callable[[int], float]:
        by = ranker([row for row, one in zip(can, kept, strict=True) if one])
        return lambda place: held(can[place], by.scores("", can[place].signals))

    by = ranker(rows)
    found = list(asked(chain, rows, by))
    models, told = json.loads(MODEL.read_text(encoding="utf-8")), list[str]()
    for name, names in CLUES.items():
        of_them = [one for one in found if one.chinese == name.startswith("Chinese")]
        models[f"answered by {name}"], card = refusal(of_them, names)
        told += ["", f"Refusal by {name}, a document left out at a time:", "", *card]
    OF_DOCUMENTS.write_text(json.dumps({"weights": by.weights}, indent=1) + "\n", encoding="utf-8")
    MODEL.write_text(json.dumps(models, indent=1) + "\n", encoding="utf-8")
    before = np.mean([held(row, DEFAULT_WEIGHTS.scores("", row.signals)) for row in can])
    card = [
        f"# Own documents asked by themselves, fitted on {len(rows)} questions",
        "",
        f"Share of the vital facts in the first {FIRST_WORDS} words of passages in rank order, {len(can)} questions:",
        "",
        f"- fitted, a document left out at a time: {np.mean(crossed([row.document for row in can], fit)):.3f}",
        f"- the weights that it replaces: {before:.3f}",
        *told,
    ]
    OF_DOCUMENTS.with_suffix(".md").write_text("\n".join(card) + "\n", encoding="utf-8")
    print("\n".join(card))


if __name__ == "__main__":
    main()

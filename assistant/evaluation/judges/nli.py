"""An NLI cross-encoder as a judge: does the answer entail each thing that a good answer must say? It says so."""

from __future__ import annotations

from assistant.evaluation.judges.judge import SMOKE, JudgeFailedError, Smoke, Verdict, claims
from assistant.evaluation.scoring.text import plain
from assistant.evaluation.sets.records import PARTLY, RIGHT, WRONG, EvalAnswer, EvalQuestion
from corpus.encoders.cross import Entailment
from corpus.errors import InputError
from corpus.language.sentences import sentences

WINDOW = 2  # sentences: a claim seldom needs more, and a cross-encoder reads no long answer whole


class NliJudge:
    """A judge by any NLI cross-encoder of sentence-transformers. It reads words, and gives no reason but the claims."""

    def __init__(self, name: str, model: Entailment) -> None:
        """Name the judge and give its model."""
        self.name = name
        self._model = model

    def mark(self, question: EvalQuestion, answer: EvalAnswer) -> Verdict:
        """Mark by claims: right where all are entailed, wrong where one is contradicted or none is entailed."""
        texts = windows(plain(answer.text))
        relations = {claim: self._relation(texts, claim) for claim in claims(question)}
        reason = "; ".join(f"{relation}: {claim}" for claim, relation in relations.items())
        held = [relation == "entailment" for relation in relations.values()]
        if "contradiction" in relations.values() or not any(held):
            return Verdict(WRONG, reason)
        return Verdict(RIGHT if all(held) else PARTLY, reason)

    def smoke(self) -> list[Smoke]:
        """Try the three relations: labels in another order show at once."""
        got = self._model.relations([(text, claim) for text, claim, _ in SMOKE])
        return [Smoke(claim, relation, label) for (_, claim, relation), label in zip(SMOKE, got, strict=True)]

    def asked(self, question: EvalQuestion, answer: EvalAnswer) -> str:  # noqa: ARG002 - as all judges are asked
        """Return nothing: the same model on the same words gives the same mark, and costs only time."""
        return ""

    def _relation(self, texts: list[str], claim: str) -> str:
        try:
            relations = self._model.relations([(text, claim) for text in texts])
        except InputError as error:
            raise JudgeFailedError(str(error)) from error
        return next((relation for relation in ("entailment", "contradiction") if relation in relations), "neutral")


def windows(text: str) -> list[str]:
    """Cut an answer into runs of two sentences, each sentence but the ends in two of them."""
    parts = sentences(text)
    return [" ".join(parts[start : start + WINDOW]) for start in range(max(1, len(parts) - WINDOW + 1))]

"""The measures: name, direction, score of a failure, and trust card."""

from __future__ import annotations

from dataclasses import dataclass

NOT_VALIDATED = "Not validated against people."


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure. `better` is +1 (higher), -1 (lower) or 0 (neither by itself); `needs` are fields of an answer set.

    A failed row scores `worst`; None means that a failure has no value (what an answer costs that is not there).
    """

    key: str
    group: str
    title: str
    better: int
    worst: float | None
    needs: tuple[str, ...]
    card: str
    binary: bool = False


TEXT = ("response",)
RAGCHECKER = (
    "Validated on RAGChecker's public human labels (280 pairs, 560 labels): Pearson/Spearman .612/.598 overall; "
    "RAGChecker's LLM pipeline has .619/.609, people among themselves .701/.689. Blind to word order, to negation and "
    "to a right answer in other words."
)
WORDS_ONLY = "Compares words, not meaning. Secondary: shown to be comparable with other reports."
PATTERNS = (
    "As good as the patterns of the question set: full support needs a pattern, or 80 % of the fact's weight with its "
    f"figures, dates and duties. {NOT_VALIDATED}"
)
GOLD = "Counts agreement with the gold sources; another passage that says the same counts as wrong."
RETRIEVED = "Computed by ir_measures (trec_eval); an unjudged passage counts as irrelevant. A missing query scores 0."
FLAGS = f"Recognises refusals by the `refused` flag, else by phrases in English and Chinese. {NOT_VALIDATED}"

JUDGED = "judged"  # the one measure that a plug-in fills

MEASURES = (
    Measure("correct", "verdict", "Right answers", 1, 0.0, TEXT, (
        "All vital facts with full support and nothing forbidden; without key facts qIDF F1 of at least .5; a question "
        f"that should be refused is right when refused cleanly. {PATTERNS}"), binary=True),
    Measure("qidf_f1", "reference", "qIDF F1", 1, 0.0, TEXT, RAGCHECKER),
    Measure("qidf_precision", "reference", "qIDF precision", 1, 0.0, TEXT, RAGCHECKER),
    Measure("qidf_recall", "reference", "qIDF recall", 1, 0.0, TEXT, RAGCHECKER),
    Measure("token_f1", "reference", "Token F1", 1, 0.0, TEXT, WORDS_ONLY),
    Measure("rouge_l", "reference", "ROUGE-L", 1, 0.0, TEXT, WORDS_ONLY),
    Measure("facts_vital_strict", "key facts", "Vital facts, full support", 1, 0.0, TEXT, PATTERNS),
    Measure("facts_vital", "key facts", "Vital facts, partial as half", 1, 0.0, TEXT, PATTERNS),
    Measure("facts_all", "key facts", "All facts, partial as half", 1, 0.0, TEXT, PATTERNS),
    Measure("facts_wrong", "key facts", "Says what it must not", -1, 1.0, TEXT, PATTERNS, binary=True),
    Measure("cite_valid", "citations", "Citations that resolve", 1, 0.0, ("citations",), (
        "The id stands in the policy texts or among the passages that the answer says it found: for another system's "
        "own passages this trusts that system.")),
    Measure("cite_doc_precision", "citations", "Gold documents, precision", 1, 0.0, ("citations",), GOLD),
    Measure("cite_doc_recall", "citations", "Gold documents, recall", 1, 0.0, ("citations",), GOLD),
    Measure("cite_doc_f1", "citations", "Gold documents, F1", 1, 0.0, ("citations",), GOLD),
    Measure("cite_passage_precision", "citations", "Gold passages, precision", 1, 0.0, ("citations",), GOLD),
    Measure("cite_passage_recall", "citations", "Gold passages, recall", 1, 0.0, ("citations",), GOLD),
    Measure("cite_passage_f1", "citations", "Gold passages, F1", 1, 0.0, ("citations",), GOLD),
    Measure("cite_supported", "citations", "Statements whose checks passed", 1, 0.0, ("checks",), (
        "Trusts the checks that the answer set reports of itself.")),
    Measure("source_overlap", "grounding", "Source overlap", 1, 0.0, ("response", "retrieved_contexts"), (
        "Bigram precision against the cited passages, or all passages where none is cited. Rewards copying; not "
        "faithfulness.")),
    Measure("critical_tokens", "grounding", "Critical tokens that stand in the source", 1, 0.0,
            ("response", "retrieved_contexts"), (
        "Figures, dates, strength of duty and negation against the source sentence with most shared words: wrong where "
        f"that alignment is. {NOT_VALIDATED}")),
    Measure("refusal_right", "refusal", "Refused when and only when owed", 1, 0.0, TEXT, FLAGS, binary=True),
    Measure("over_refusal", "refusal", "Refused though answerable", -1, 1.0, TEXT, FLAGS, binary=True),
    Measure("unsafe_answer", "refusal", "Answered though refusal was owed", -1, 1.0, TEXT, FLAGS, binary=True),
    Measure("r@5", "retrieval", "Recall@5", 1, 0.0, ("retrieved_context_ids",), RETRIEVED),
    Measure("r@10", "retrieval", "Recall@10", 1, 0.0, ("retrieved_context_ids",), RETRIEVED),
    Measure("ndcg@10", "retrieval", "nDCG@10", 1, 0.0, ("retrieved_context_ids",), RETRIEVED),
    Measure("ap@10", "retrieval", "AP@10", 1, 0.0, ("retrieved_context_ids",), RETRIEVED),
    Measure("rr", "retrieval", "Reciprocal rank", 1, 0.0, ("retrieved_context_ids",), RETRIEVED),
    Measure("allgold@10", "retrieval", "All gold sources in the first 10", 1, 0.0, ("retrieved_context_ids",),
            RETRIEVED, binary=True),
    Measure(JUDGED, "judge", "Mark of the judge", 1, 0.0, (JUDGED,), (
        "As good as its kappa with people, which stands beside it: right 1, partly right .5, wrong 0. An answer that "
        "the judge could not mark counts as 0 and is named.")),
    Measure("latency_ms", "cost", "Latency, ms", -1, None, ("latency_ms",), "As the answer set reports it."),
    Measure("words", "cost", "Words", 0, None, TEXT, "Beside every recall: pasting passages must not look good."),
    Measure("tokens", "cost", "Tokens", -1, None, ("tokens",), "As the answer set reports it."),
    Measure("copy_rate", "cost", "Copied word by word", 0, None, ("response", "retrieved_contexts"), (
        "Tokens in runs of eight or more from one passage. High is natural for quotations.")),
)  # fmt: skip
BY_KEY = {measure.key: measure for measure in MEASURES}
COLUMN = {measure.key: number for number, measure in enumerate(MEASURES)}
HEADLINES = ("qidf_f1", "correct", "ndcg@10")
FAMILY = ("qidf_f1", "correct")  # corrected together by Holm where no family is declared

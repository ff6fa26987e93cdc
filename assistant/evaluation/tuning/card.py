"""The card of a tuned ranker: what it was fitted on, its gain on unseen questions, and its limits."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.evaluation.statistics import Estimate
from assistant.evaluation.tuning import MEASURES, Fitted


def figures(fitted: Fitted) -> dict[str, object]:
    """Return what is known of a fit as JSON values, `won` among them."""
    rows: dict[str, object] = {
        "won": fitted.won,
        "questions": len(fitted.ours),
        "clusters": fitted.gains[0].clusters,
        "folds": fitted.folds,
        "seen": round(float(fitted.seen.mean()), 4),
    }
    for column, name in enumerate(MEASURES):
        rows[name] = {
            "default": round(float(fitted.base[:, column].mean()), 4),
            "held out": _interval(fitted.levels[column]),
            "gain": _interval(fitted.gains[column]),
            **{part: _pair(fitted, column, part) for part in ("seen", "unseen")},
        }
    return rows


def _interval(estimate: Estimate) -> list[float]:
    return [round(estimate.mean, 4), round(estimate.low, 4), round(estimate.high, 4)]


def _pair(fitted: Fitted, column: int, part: str) -> dict[str, float | int]:
    """Return the means on questions of which all relevant passages, or none, were seen in fitting."""
    rows = fitted.seen == (1.0 if part == "seen" else 0.0)
    if not rows.any():
        return {"questions": 0}
    means = {"default": fitted.base[rows, column].mean(), "held out": fitted.ours[rows, column].mean()}
    return {"questions": int(rows.sum()), **{name: round(float(mean), 4) for name, mean in means.items()}}


def card(fitted: Fitted, source: str, encoder: str, setting: str, about: Mapping[str, object]) -> str:
    """Write the card in Markdown; `setting` is the one that uses what was made."""
    verdict = (
        f"It won on held-out questions: set `{setting}` to this folder to use it."
        if fitted.won
        else "It did **not** win on held-out questions (the interval of its gain is not above 0), and is not used."
    )
    how = (
        f"{fitted.tuned.name}, fitted with the encoder {encoder} on {about['questions']} questions in"
        f" {about['clusters']} clusters, {about['folds']} folds. Each question was ranked by what was fitted on the"
        " other folds; intervals are 95 % bootstrap intervals over clusters of questions with the same first relevant"
        " passage. Seen are questions all of whose relevant passages answer questions of other folds too, unseen those"
        " of which none does."
    )
    limits = (
        "**Limits.** It was fitted on one collection and may lose on another: measure it there before you use it. It"
        " has learnt from the questions that it was fitted on, and what they ask about comes up sooner."
    )
    head = "| measure | default | held out | gain | seen: default, held out | unseen: default, held out |"
    table = [head, "| --- | --- | --- | --- | --- | --- |", *(_line(name, about[name]) for name in MEASURES)]
    lines = [f"# A ranking tuned on {source}", "", verdict, "", how, "", *table, "", limits]
    return "\n".join(lines) + "\n"


def _line(name: str, row: object) -> str:
    assert isinstance(row, dict)
    parts = []
    for part in ("seen", "unseen"):
        of = row[part]
        parts.append(f"{of['default']:.3f}, {of['held out']:.3f} ({of['questions']})" if of["questions"] else "none")
    held, gain = (f"{mean:.3f} [{low:.3f}, {high:.3f}]" for mean, low, high in (row["held out"], row["gain"]))
    return f"| {name} | {row['default']:.3f} | {held} | {gain} | {parts[0]} | {parts[1]} |"

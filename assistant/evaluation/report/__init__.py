"""The report: one self-contained HTML file about an evaluation."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from assistant.evaluation.flow import (
    Evaluation,
    failures,
    found_and_right,
    interval,
    refusal_table,
    risk_figures,
    risk_of,
    verdicts,
)
from assistant.evaluation.paired import FEWEST
from assistant.evaluation.report.drilldown import SHOWN, drills
from assistant.evaluation.report.plots import key, risk_plot
from assistant.evaluation.scoring.measures import COLUMN, MEASURES, Measure
from assistant.evaluation.sets.records import Status
from assistant.evaluation.statistics import Estimate

TEMPLATE = "report.html"
MOST_FAILURES = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One measure of the scoreboard: an estimate a set, then one a control."""

    measure: Measure
    sets: tuple[Estimate, ...]
    controls: tuple[Estimate, ...]


def lines(evaluation: Evaluation) -> list[Line]:
    """Return the scoreboard, measures that no answer set has left out."""
    count, rows = len(evaluation.sets), []
    for measure in MEASURES:
        means = tuple(row[COLUMN[measure.key]] for row in evaluation.board)
        if any(estimate.n for estimate in means[:count]):
            rows.append(Line(measure, means[:count], means[count:]))
    return rows


def render(evaluation: Evaluation, made_from: dict[str, Any]) -> str:
    """Return the report as HTML; whatever comes from the sets is escaped."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"figure": figure, "interval": interval, "p": p_value, "signed": signed}
    return environment.get_template(TEMPLATE).render(view(evaluation) | {"made_from": made_from})


def view(evaluation: Evaluation) -> dict[str, Any]:
    """Return what the template shows, by name."""
    curves = [(table.name, curve) for table in evaluation.own if (curve := risk_of(table)) is not None]
    rows = lines(evaluation)
    return {
        "verdicts": verdicts(evaluation),
        "judgement": evaluation.judgement,
        "headline": evaluation.headline,
        "names": [table.name for table in evaluation.own],
        "control_names": [table.name.removeprefix("control: ") for table in evaluation.tables[len(evaluation.sets) :]],
        "questions": evaluation.questions.questions,
        "lines": rows,
        "citation_lines": [row for row in rows if row.measure.group in ("citations", "grounding")],
        "comparisons": evaluation.comparisons,
        "family": evaluation.family,
        "slices": evaluation.slices,
        "fewest": FEWEST,
        "refusals": [(table.name, refusal_table(evaluation.questions, table)) for table in evaluation.own],
        "plot": risk_plot(curves),
        "curves": [(name, *key(number), risk_figures(curve)) for number, (name, curve) in enumerate(curves)],
        "located": [
            (table.name, counts)
            for table in evaluation.own
            if (counts := found_and_right(evaluation.questions, table)) is not None
        ],
        "failed": [
            (table.name, failures(table), failed_rows(evaluation, number))
            for number, table in enumerate(evaluation.own)
        ],
        "drills": drills(evaluation),
        "shown": SHOWN,
    }


def failed_rows(evaluation: Evaluation, number: int) -> list[tuple[str, str, str]]:
    """Name the questions of a set without an answer: id, kind, error; at most 200."""
    table, answers = evaluation.own[number], evaluation.sets[number]
    rows = zip(table.ids, table.statuses, strict=True)
    return [(id_, status.value, answers.answer(id_).error) for id_, status in rows if status is not Status.OK][
        :MOST_FAILURES
    ]


def figure(value: float | None) -> str:
    """Write a score with three decimals, a large number without any."""
    if value is None or not np.isfinite(value):
        return "–"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3f}"


def signed(value: float) -> str:
    """Write a difference with its sign."""
    return "–" if not np.isfinite(value) else f"{value:+,.0f}" if abs(value) >= 100 else f"{value:+.3f}"


def p_value(value: float | None) -> str:
    """Write a p value."""
    if value is None or not np.isfinite(value):
        return "–"
    return "< .001" if value < 0.001 else f"{value:.3f}".lstrip("0") if value < 1 else "1"

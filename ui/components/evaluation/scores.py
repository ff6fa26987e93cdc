"""The results of an evaluation: verdict, scoreboard, comparison, slices, refusals and single questions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import altair as alt
import pandas as pd
import streamlit as st

from assistant.evaluation.flow import (
    Evaluation,
    found_and_right,
    interval,
    refusal_table,
    risk_figures,
    risk_of,
    verdicts,
)
from assistant.evaluation.paired import FEWEST, Comparison
from assistant.evaluation.report import figure, lines, p_value, signed
from assistant.evaluation.report.drilldown import Drill, Shown, drill_of
from assistant.evaluation.statistics import Estimate
from ui.components.evaluation.verdict import JUDGED, badge, question_table, verdict
from ui.components.sources.prose import plain
from ui.language import later, say, term

FILES = {
    "report.html": (later("Report"), "text/html"),
    "report.xlsx": (later("Excel"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "scores.csv": (later("Scores, CSV"), "text/csv"),
    "junit.xml": (later("JUnit"), "application/xml"),
}
COLOURS = {"supported": "green", "source": "green", "unsupported": "red", "elsewhere": "orange", "plain": ""}
LEGEND = later(
    ":green-background[stands in its source] :orange-background[not in its source] :red-background[failed a check]"
)


def scores(evaluation: Evaluation, folder: Path) -> None:
    """Draw everything: the verdict in words, right and wrong by question, and the statistics a step deeper."""
    verdict(evaluation)
    if evaluation.judgement:
        st.markdown(plain(evaluation.judgement.line))
    st.subheader(say("Questions"), anchor=False)
    row = question_table(evaluation)
    _question(drill_of(evaluation, row), [float(table.column(JUDGED)[row]) for table in evaluation.own])
    with st.container(horizontal=True, gap="small"):
        for name, (label, kind) in FILES.items():
            st.download_button(
                say(label), (folder / name).read_bytes(), name, kind, key=f"download-{name}", on_click="ignore"
            )
    with st.expander(say("Statistics")):
        _statistics(evaluation)


def _statistics(evaluation: Evaluation) -> None:
    for line in verdicts(evaluation):
        st.markdown(plain(line))
    st.subheader(say("Scoreboard"), anchor=False)
    _table(list(_scoreboard(evaluation)))
    st.caption(
        say("With 95 % intervals over clusters of questions. The control runs are floor and ceiling of each measure.")
    )
    for rows in evaluation.comparisons:
        second, first = (plain(rows[0].second), plain(rows[0].first)) if rows else ("", "")
        title = say("{second} against {first}", second=second, first=first) if rows else say("Comparison")
        st.subheader(title, anchor=False)
        _table(list(_comparison(rows)))
    if evaluation.slices:
        st.subheader(say("Slices"), anchor=False)
        _table(list(_slices(evaluation)))
        st.caption(say("Slices of fewer than {fewest} questions say little.", fewest=FEWEST))
    _refusals(evaluation)
    _risk(evaluation)
    _faults(evaluation)


def _table(rows: Sequence[dict[str, str]]) -> None:
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch", height="content")


def _estimate(estimate: Estimate) -> str:
    return f"{figure(estimate.mean)} {interval(estimate)}" if estimate.n else "–"


def _scoreboard(evaluation: Evaluation) -> Iterator[dict[str, str]]:
    names = [table.name for table in evaluation.tables]
    for line in lines(evaluation):
        values = [_estimate(one) for one in line.sets] + [figure(one.mean) if one.n else "–" for one in line.controls]
        yield {say("measure"): line.measure.title, **dict(zip(names, values, strict=True))}


def _comparison(rows: Sequence[Comparison]) -> Iterator[dict[str, str]]:
    for row in rows:
        yield {
            say("measure"): row.measure.title,
            say("first"): figure(row.first_mean),
            say("second"): figure(row.second_mean),
            say("difference"): f"{signed(row.difference.mean)} {interval(row.difference)}",
            say("p"): p_value(row.p),
            say("Holm"): p_value(row.holm),
            say("wins / ties / losses"): f"{row.wins} / {row.ties} / {row.losses}",
            say("finding"): term(row.finding.value),
        }


def _slices(evaluation: Evaluation) -> Iterator[dict[str, str]]:
    names = [table.name for table in evaluation.own]
    for row in evaluation.slices:
        yield {
            say("slice"): f"{row.name}: {row.value}",
            say("questions"): say("few: {count}", count=row.n) if row.small else str(row.n),
            **dict(zip(names, map(_estimate, row.estimates), strict=True)),
        }


def _refusals(evaluation: Evaluation) -> None:
    tables = [(table.name, refusal_table(evaluation.questions, table)) for table in evaluation.own]
    st.subheader(say("Refusals"), anchor=False)
    _table(
        [
            {
                say("set"): name,
                say("owed, refused"): f"{table.owed_clean}",
                say("owed, half"): f"{table.owed_mixed}",
                say("owed, answered"): f"{table.owed_none}",
                say("answerable, refused"): f"{table.answerable_clean}",
                say("precision"): figure(table.precision),
                say("recall"): figure(table.recall),
                say("F1"): figure(table.f1),
            }
            for name, table in tables
        ]
    )


def _risk(evaluation: Evaluation) -> None:
    """Draw the share of wrong answers over the share of questions answered, surest first."""
    curves = [(table.name, curve) for table in evaluation.own if (curve := risk_of(table)) is not None]
    if not curves:
        return
    st.subheader(say("Risk and coverage"), anchor=False)
    points = pd.concat(
        pd.DataFrame({"coverage": curve.coverage, "share wrong": curve.risk, "set": name}) for name, curve in curves
    )
    chart = (
        alt.Chart(points)
        .mark_line()
        .encode(
            x=alt.X("coverage:Q", title=say("coverage"), axis=alt.Axis(format="%"), scale=alt.Scale(domain=[0, 1])),
            y=alt.Y("share wrong:Q", title=say("share wrong"), axis=alt.Axis(format="%")),
            color=alt.Color("set:N", legend=alt.Legend(orient="top", title=None)),
            strokeDash="set:N",
            tooltip=["set:N", alt.Tooltip("coverage:Q", format=".0%"), alt.Tooltip("share wrong:Q", format=".1%")],
        )
    )
    told = say("Share of wrong answers over the share of questions answered")
    st.altair_chart(chart.properties(description=told), width="stretch")
    for name, curve in curves:
        st.caption(
            plain(f"{name}: " + ", ".join(f"{what} {figure(value)}" for what, value in risk_figures(curve).items()))
        )


def _faults(evaluation: Evaluation) -> None:
    """Tell faults of finding from faults of answering."""
    rows = []
    for table in evaluation.own:
        counts = found_and_right(evaluation.questions, table)
        if counts is not None:
            rows.append({
                say("set"): table.name,
                say("found, right"): f"{counts[True, True]}",
                say("found, wrong"): f"{counts[True, False]}",
                say("not found, right"): f"{counts[False, True]}",
                say("not found, wrong"): f"{counts[False, False]}",
            })  # fmt: skip
    if rows:
        st.subheader(say("Where errors arise"), anchor=False)
        _table(rows)


def _question(chosen: Drill, right: Sequence[float]) -> None:
    """Draw a question with the answer of every set and the verdict on each: 1 right, 0 wrong, else not judged."""
    question = chosen.question
    with st.container(border=True):
        st.markdown(f"**{plain(question.text)}**")
        held = [
            question.reference,
            *(f"{fact.text}{say(' (vital)') if fact.vital else ''}" for fact in question.facts if fact.text),
        ]
        expected = say("Expected: {behaviour}", behaviour=question.behavior.value)
        st.caption("  \n".join(plain(line) for line in [expected, *filter(None, held)]))
        for column, shown, value in zip(st.columns(len(chosen.answers)), chosen.answers, right, strict=True):
            with column:
                _answer(shown, value)
        if any(COLOURS[sentence.kind] for shown in chosen.answers for sentence in shown.sentences):
            st.caption(say(LEGEND))


def _answer(shown: Shown, right: float) -> None:
    st.markdown(f"**{plain(shown.name)}** {badge(right) or plain(shown.status)}")
    if shown.error:
        st.error(plain(shown.error))
    for sentence in shown.sentences:
        colour = COLOURS[sentence.kind]
        text = plain(sentence.text).replace("  \n", " ")
        st.markdown(f":{colour}-background[{text}]" if colour else text)
        if sentence.note:
            st.caption(plain(sentence.note))
    lists = ((say("Missed"), shown.missed), (say("In part"), shown.partial), (say("Must not be said"), shown.forbidden))
    for what, facts in lists:
        if facts:
            st.caption(plain(f"{what}: {'; '.join(facts)}"))
    with st.expander(say("Scores")):
        _table([{say("measure"): name, say("score"): figure(value)} for name, value in shown.scores])

"""An evaluation for readers without statistics: how many are right, which set is better, and which rows.

All of it rests on the measure `correct`: what it cannot judge is neither right nor wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
import streamlit as st

from assistant.evaluation.flow import Evaluation
from assistant.evaluation.paired import Finding
from assistant.evaluation.scoring import ScoreTable
from ui.components.sources.prose import plain
from ui.language import say

WHOLE, ROW = 25, 35  # rows up to which a table has no scroll bar of its own, and the pixels of one
JUDGED = "correct"  # the measure: 1 for a right answer, 0 for a wrong one, no number where nothing tells


def verdict(evaluation: Evaluation) -> None:
    """Draw for each set how many of its answers are right, and below in words whether one is better."""
    with st.container(horizontal=True, gap="small", key="verdict"):
        for table in evaluation.own:
            good, known = counted(table)
            told = (
                say("{right} of {count} right", right=f"{good:,}", count=f"{known:,}") if known else say("not judged")
            )
            st.metric(plain(table.name), told, border=True, width=260)
    for line in in_words(evaluation):
        st.markdown(f"**{plain(line)}**")
    if open_ := unjudged(evaluation):
        st.caption(
            say(
                "Not judged: {count} of {all} questions. They say neither what a good answer holds nor that it should "
                "refuse.",
                count=open_,
                all=len(evaluation.questions.questions),
            )
        )


def counted(table: ScoreTable) -> tuple[int, int]:
    """Return how many answers of a set are right, and how many could be judged."""
    right = table.column(JUDGED)
    return int((right == 1).sum()), int(np.isfinite(right).sum())


def in_words(evaluation: Evaluation) -> Iterator[str]:
    """Yield for each pair of sets whether the questions tell them apart, and which is better; nothing for one set."""
    for rows in evaluation.comparisons:
        row = next((row for row in rows if row.measure.key == JUDGED), None)
        if row is None or not row.difference.n:
            continue
        if row.finding is not Finding.NOTHING:
            better, worse = (row.first, row.second) if row.difference.mean < 0 else (row.second, row.first)
            yield say("{better} is better than {worse}.", better=better, worse=worse)
            continue
        more = row.wins - row.losses  # of the second set
        better, worse = (row.second, row.first) if more > 0 else (row.first, row.second)
        yield (
            say(
                "{better} has {more} more right than {worse}, but {count} questions are too few to be sure that it is "
                "better.",
                better=better,
                worse=worse,
                more=abs(more),
                count=row.difference.n,
            )
            if more
            else say(
                "{first} and {second} have as many right: nothing tells that one is better.",
                first=row.first,
                second=row.second,
            )
        )


def unjudged(evaluation: Evaluation) -> int:
    """Count the questions of which no answer could be judged right or wrong."""
    known = [np.isfinite(table.column(JUDGED)) for table in evaluation.own]
    return int((~np.any(known, axis=0)).sum())


def question_table(evaluation: Evaluation) -> int:
    """Draw a row a question with the verdict on each answer, wrong ones first; give the row that is to be looked at.

    It is the row in `evaluation.questions` that was picked in the table or named in the field below it.
    """
    order = wrong_first(evaluation)
    columns = {table.name: table.column(JUDGED) for table in evaluation.own}
    questions = evaluation.questions.questions
    rows = [
        {
            say("id"): questions[row].id,
            **{name: _told(float(column[row])) for name, column in columns.items()},
            say("question"): questions[row].text,
        }
        for row in order
    ]
    st.caption(say("Wrong answers first. Pick a row to see its answers."))
    event = st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        width="stretch",
        height="content" if len(rows) <= WHOLE else ROW * (WHOLE + 1) + 2,  # never half a row
        on_select="rerun",
        selection_mode="single-row",
        key="questions",
    )
    picked = next(iter(event["selection"]["rows"]), 0)
    chosen = st.selectbox(
        say("Question"),
        order,
        index=picked,
        format_func=lambda row: f"{questions[row].id}: {questions[row].text}",
        key=f"drill-{picked}",  # a field keeps its own choice: one of another row is another field
    )
    return order[0] if chosen is None else int(chosen)


def wrong_first(evaluation: Evaluation) -> Sequence[int]:
    """Return the rows of the questions, those with the most wrong answers first, else in the order of the set."""
    wrong = sum((table.column(JUDGED) == 0).astype(int) for table in evaluation.own)
    return [int(row) for row in np.argsort(-np.asarray(wrong), kind="stable")]


def badge(value: float) -> str:
    """Return the verdict on an answer as a Markdown badge, empty where nothing tells."""
    if np.isnan(value):
        return ""
    return f":green-badge[✓ {say('right')}]" if value == 1 else f":red-badge[✗ {say('wrong')}]"


def _told(value: float) -> str:
    if np.isnan(value):
        return "–"
    return f"✓ {say('right')}" if value == 1 else f"✗ {say('wrong')}"

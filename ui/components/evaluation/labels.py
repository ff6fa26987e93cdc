"""Labelling by people: blind answers one by one, kept after each click, and how far labellers agree."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from assistant.evaluation.flow import Evaluation
from assistant.evaluation.people.labelling import LABELS, Item, agreement, key_rows, read_labels, wanted
from assistant.evaluation.people.prediction import by_people, scores_of
from assistant.evaluation.scoring.measures import BY_KEY, JUDGED
from assistant.evaluation.workspace import LabelRoom, LabelSheet, keep
from assistant.exporting.spreadsheets import csv_text
from corpus.errors import InputError
from ui.components.sources.prose import plain
from ui.language import say, term

MOST = 500
USUAL = 50


def labelling(room: LabelRoom, evaluation: Evaluation | None) -> None:
    """Draw the next answer to label, the sheet so far, the agreement of sheets, and what people would give to all."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input(say("Your initials"), key="labeller", max_chars=20)
        count = st.number_input(say("Answers to label"), 1, MOST, USUAL, key="sample_size")
        drawn_again = say("The same seed draws the same answers.")
        seed = st.number_input(say("Seed"), 1, 10_000, 1, key="sample_seed", help=drawn_again)
    if not re.fullmatch(r"[\w -]+", name):
        st.caption(
            say("Labels are kept under your initials. The names of the sets are hidden, and the answers are shuffled.")
        )
        return
    items = room.draw(count, seed)
    sheet = room.sheet(count, seed, name.strip())
    _next(sheet, items)
    with st.container(horizontal=True):
        st.download_button(
            say("Download your labels"),
            sheet.text(),
            sheet.path.name,
            "text/csv",
            key="labels",
            disabled=not sheet.rows,
        )
        st.download_button(say("Download the key"), csv_text(key_rows(items)), "key.csv", "text/csv", key="label_key")
    _agreement(room, room.sheets(count, seed))
    if evaluation is not None:
        _estimated(room, evaluation)


def _next(sheet: LabelSheet, items: Sequence[Item]) -> None:
    """Draw the first answer without a label."""
    waiting = sheet.open(items)
    done = len(items) - len(waiting)
    st.progress(done / len(items), text=say("{done} of {all} are labelled", done=done, all=len(items)))
    if not waiting:
        st.success(say("All are labelled. Download the sheet, and compare it with another labeller's below."))
        return
    item = waiting[0]
    with st.form(f"label-{item.item}", border=True):
        st.caption(say("Item {number}", number=item.item))
        st.markdown(f"**{plain(item.question.text)}**")
        st.caption(say("A good answer: {wanted}", wanted=plain(wanted(item.question))))
        st.markdown(plain(item.answer))
        label = st.radio(say("The answer is"), LABELS, index=None, horizontal=True, format_func=term)
        comment = st.text_input(say("Comment"))
        if st.form_submit_button(say("Save and continue"), type="primary"):
            if label is None:
                raise InputError(say("Choose a label first."))
            sheet.put(item, label, comment)
            st.rerun()


def _agreement(room: LabelRoom, kept: Sequence[Path]) -> None:
    """Draw kappa with its interval for the sheets that are uploaded, else for those that were filled in here."""
    st.subheader(say("Agreement"), anchor=False)
    files = st.file_uploader(say("Filled-in sheets"), type=["csv", "xlsx"], accept_multiple_files=True, key="sheets")
    paths = [keep(room.folder / "uploaded", file.name, file.getvalue()) for file in files] or kept
    if len(paths) < 2:
        st.caption(say("Two sheets or more, one from each labeller, give Cohen's and Fleiss' kappa."))
        return
    for row in agreement([read_labels(path) for path in paths], [path.stem for path in paths]):
        interval = f"{row.kappa:.3f} [{row.low:.3f}, {row.high:.3f}]"
        st.markdown(
            plain(say("{pair}: kappa {interval}, {items} items", pair=row.name, interval=interval, items=row.items))
        )


def _estimated(room: LabelRoom, evaluation: Evaluation) -> None:
    """Draw the mean that people would give to all answers of each set, from the labels kept here and all scores."""
    measure = BY_KEY[JUDGED] if evaluation.judgement else evaluation.headline
    scores = scores_of(evaluation.own, measure.key)
    people = {place: labels for place, labels in room.people().items() if place in scores}
    if not people:
        return
    st.subheader(say("What people would score"), anchor=False)
    clusters = {question.id: question.cluster for question in room.questions.questions}
    for estimate in by_people(people, scores, clusters):
        st.markdown(plain(estimate.line))
    st.caption(
        say(
            "Prediction-powered: unbiased whatever the score “{measure}” is worth, and narrower the better it agrees. "
            "An interval needs five labelled clusters.",
            measure=measure.title,
        )
    )

"""Labelling by people: blind answers one by one, kept after each click, and how far labellers agree."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from assistant.evaluation.labelling import LABELS, Item, agreement, draw_sample, key_rows, read_labels, wanted
from assistant.evaluation.records import AnswerSet, QuestionSet
from assistant.evaluation.workspace import LabelSheet, keep
from assistant.spreadsheets import csv_text
from corpus.errors import InputError
from ui.components.prose import plain
from ui.language import say, term

MOST = 500
USUAL = 50


def labelling(folder: Path, questions: QuestionSet, sets: Sequence[AnswerSet]) -> None:
    """Draw the next answer to label, the sheet so far, and the agreement of sheets."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input(say("Your initials"), key="labeller", max_chars=20)
        count = st.number_input(say("Answers to label"), 1, MOST, USUAL, key="sample_size")
        drawn_again = say("The same seed draws the same answers.")
        seed = st.number_input(say("Seed"), 1, 10_000, 1, key="sample_seed", help=drawn_again)
    if not re.fullmatch(r"[\w -]+", name):
        st.caption(say("Labels are kept under your initials. You see no name of a set, and the answers are shuffled."))
        return
    items = draw_sample(questions, sets, int(count), int(seed))
    drawn = f"{questions.name}-{len(sets)}-{count}-{seed}"
    sheet = LabelSheet(folder / re.sub(r"[^\w-]+", "_", drawn) / f"{name.strip()}.csv")
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
    _agreement(folder)


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
        if st.form_submit_button(say("Save and go on"), type="primary"):
            if label is None:
                raise InputError(say("Choose a label first."))
            sheet.put(item, label, comment)
            st.rerun()


def _agreement(folder: Path) -> None:
    """Draw kappa with its interval for the sheets that are uploaded."""
    st.subheader(say("Agreement"), anchor=False)
    files = st.file_uploader(say("Filled-in sheets"), type=["csv", "xlsx"], accept_multiple_files=True, key="sheets")
    if len(files) < 2:
        st.caption(say("Two sheets or more, one from each labeller, give Cohen's and Fleiss' kappa."))
        return
    paths = [keep(folder / "sheets", file.name, file.getvalue()) for file in files]
    for row in agreement([read_labels(path) for path in paths], [path.stem for path in paths]):
        interval = f"{row.kappa:.3f} [{row.low:.3f}, {row.high:.3f}]"
        st.markdown(
            plain(say("{pair}: kappa {interval}, {items} items", pair=row.name, interval=interval, items=row.items))
        )

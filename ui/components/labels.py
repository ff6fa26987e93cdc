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

MOST = 500
USUAL = 50


def labelling(folder: Path, questions: QuestionSet, sets: Sequence[AnswerSet]) -> None:
    """Draw the next answer to label, the sheet so far, and the agreement of sheets."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input("Your initials", key="labeller", max_chars=20)
        count = st.number_input("Answers to label", 1, MOST, USUAL, key="sample_size")
        seed = st.number_input("Seed", 1, 10_000, 1, key="sample_seed", help="The same seed draws the same answers.")
    if not re.fullmatch(r"[\w -]+", name):
        st.caption("Labels are kept under your initials. You see no name of a set, and the answers are shuffled.")
        return
    items = draw_sample(questions, sets, int(count), int(seed))
    drawn = f"{questions.name}-{len(sets)}-{count}-{seed}"
    sheet = LabelSheet(folder / re.sub(r"[^\w-]+", "_", drawn) / f"{name.strip()}.csv")
    _next(sheet, items)
    with st.container(horizontal=True):
        st.download_button(
            "Download your labels", sheet.text(), sheet.path.name, "text/csv", key="labels", disabled=not sheet.rows
        )
        st.download_button("Download the key", csv_text(key_rows(items)), "key.csv", "text/csv", key="label_key")
    _agreement(folder)


def _next(sheet: LabelSheet, items: Sequence[Item]) -> None:
    """Draw the first answer without a label."""
    waiting = sheet.open(items)
    st.progress(1 - len(waiting) / len(items), text=f"{len(items) - len(waiting)} of {len(items)} are labelled")
    if not waiting:
        st.success("All are labelled. Download the sheet, and compare it with another labeller's below.")
        return
    item = waiting[0]
    with st.form(f"label-{item.item}", border=True):
        st.caption(f"Item {item.item}")
        st.markdown(f"**{plain(item.question.text)}**")
        st.caption(plain(f"A good answer: {wanted(item.question)}"))
        st.markdown(plain(item.answer))
        label = st.radio("The answer is", LABELS, index=None, horizontal=True)
        comment = st.text_input("Comment")
        if st.form_submit_button("Save and go on", type="primary"):
            if label is None:
                raise InputError("Choose a label first.")
            sheet.put(item, label, comment)
            st.rerun()


def _agreement(folder: Path) -> None:
    """Draw kappa with its interval for the sheets that are uploaded."""
    st.subheader("Agreement", anchor=False)
    files = st.file_uploader("Filled-in sheets", type=["csv", "xlsx"], accept_multiple_files=True, key="sheets")
    if len(files) < 2:
        st.caption("Two sheets or more, one from each labeller, give Cohen's and Fleiss' kappa.")
        return
    paths = [keep(folder / "sheets", file.name, file.getvalue()) for file in files]
    for row in agreement([read_labels(path) for path in paths], [path.stem for path in paths]):
        st.markdown(plain(f"{row.name}: kappa {row.kappa:.3f} [{row.low:.3f}, {row.high:.3f}], {row.items} items"))

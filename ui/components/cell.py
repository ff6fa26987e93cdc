"""One cell of a comparison: its statements with standing and source, or the quiet word that nothing was found."""

from __future__ import annotations

from datetime import date

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from assistant.comparison import Cell
from ui.components.prose import plain
from ui.components.source import source
from ui.components.standing import BADGES
from ui.language import say, term


def waiting() -> None:
    """Draw a cell that is being looked for."""
    st.caption(say(":material/hourglass_empty: Looking …"))


def cell_of(slot: DeltaGenerator, cell: Cell, number: int, on: date) -> None:
    """Draw a cell as of a day into its slot; `number` tells its sources apart from those of other cells."""
    hits = {hit.passage.id: hit for hit in cell.hits}
    with slot.container(gap="medium"):
        if not cell.statements:
            st.caption(say("Not found in the corpus."))
        for position, statement in enumerate(cell.statements):
            first = statement.citations[0]
            with st.container(gap="xsmall"):
                st.badge(term(first.standing.value), color=BADGES[first.standing])
                st.markdown(plain(statement.text))
                source(statement.citations, hits[first.passage_id], f"cell-{number}-{position}", on, statement.checks)

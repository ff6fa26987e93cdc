"""A row that stays one row, however narrow: its first element takes the room that is left (see `frame.css`)."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator


def line(key: str) -> DeltaGenerator:
    """Return a container whose elements stand side by side; `key` is unique on the page."""
    return st.container(horizontal=True, gap="xsmall", vertical_alignment="center", key=f"line-{key}")

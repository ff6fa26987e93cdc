"""A row that stays one row, however narrow: its first element takes what room there is."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

# Streamlit's horizontal containers wrap as soon as an element wants the whole width. A button that shows
# nothing but its icon keeps its words for screen readers.
STYLE = """<style>
[class*="st-key-line-"] { flex-wrap: nowrap; }
[class*="st-key-line-"] > :first-child { flex: 1 1 0; min-width: 0; }
[class*="st-key-line-"] > :not(:first-child) { flex: none; width: auto; }
[class*="st-key-line-"] button { min-height: 0; padding-block: .25rem; }
[class*="st-key-icon-"] button [data-testid="stMarkdownContainer"] {
  position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap;
}
[class*="st-key-line-open-"] > :first-child button { justify-content: flex-start; }
[class*="st-key-line-open-"] > :first-child button > * { justify-content: flex-start; text-align: left; }
</style>"""


def line(key: str) -> DeltaGenerator:
    """Return a container whose elements stand side by side; `key` is unique on the page."""
    return st.container(horizontal=True, gap="xsmall", vertical_alignment="center", key=f"line-{key}")


def line_style() -> None:
    """Say once a page how such rows look."""
    st.html(STYLE)

"""Watched questions: the button below an answer, the list in the sidebar, and how their owner is told of changes."""

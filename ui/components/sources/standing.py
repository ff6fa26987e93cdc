"""How a standing looks, wherever it is shown: as a badge, and as a colour and a shape on the chart."""

from __future__ import annotations

from typing import Literal

from corpus.records import Standing
from ui.language import term

Colour = Literal["green", "orange", "violet", "gray", "blue", "red"]
BADGES: dict[Standing, Colour] = {
    Standing.IN_FORCE: "green",
    Standing.NOT_YET_IN_FORCE: "violet",
    Standing.PROPOSED: "orange",
    Standing.SUPERSEDED: "gray",
    Standing.RECORD: "blue",
    Standing.UNKNOWN: "gray",
    Standing.NOT_PUBLISHED: "red",
}
# Colours with a contrast of 3 or more against both themes' backgrounds, and a shape for who cannot tell them apart.
MARKS: dict[Standing, tuple[str, str]] = {
    Standing.IN_FORCE: ("#1f8f4e", "circle"),
    Standing.NOT_YET_IN_FORCE: ("#8a63d2", "triangle-right"),
    Standing.PROPOSED: ("#c97a12", "diamond"),
    Standing.RECORD: ("#3579c0", "square"),
    Standing.UNKNOWN: ("#7d878e", "square"),
    Standing.SUPERSEDED: ("#7d878e", "cross"),
}


def badge(standing: Standing, words: str = "") -> str:
    """Return a standing as a Markdown badge; `words` (our own) say more than its name."""
    return f":{BADGES[standing]}-badge[{words or term(standing.value)}]"

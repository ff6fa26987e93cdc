"""The numbering of provisions: `(i)` is a letter or a Roman number, and deeper or not, by what came before it."""

from __future__ import annotations

import re
from dataclasses import dataclass

ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
SAME_X = 4.0  # points within which two labels stand at the same place
SKIPPED = 3  # numbers that may be missing in a row, as repealed points are

_POINT = re.compile(r"\(?(?P<body>\d{1,3}[a-z]?|[a-z]{1,2}|[ivxl]{1,6})[.)](?=\s)")
_TOKEN = re.compile(r"\((\w{1,6})\)|(\d{1,3}[a-z]?)\.")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path, such as `(b)`: its kind, its number in the row, and where it stands."""

    kind: str
    value: int
    token: str
    x: float | None
    page: int | None


def readings(token: str) -> list[tuple[str, int]]:
    """Return what a label may be, as (kind, number in its row).

    The kinds are dot (`1.`), number (`(1)`), lower and upper letters, Roman numbers and doubled letters.
    """
    if token.endswith("."):
        return [("dot", int(re.sub(r"\D", "", token)))]
    body = token.strip("()")
    if re.fullmatch(r"\d{1,3}[a-z]?", body):
        return [("number", int(re.sub(r"\D", "", body)))]
    low, case = body.lower(), "upper" if body.isupper() else "lower"
    found: list[tuple[str, int]] = []
    if len(low) == 1:
        found.append((f"{case} letter", ord(low) - ord("a") + 1))
    if set(low) <= set(ROMAN):
        found.append((f"{case} roman", _roman(low)))
    if len(low) == 2 and low[0] == low[1]:
        found.append((f"{case} double", ord(low[0]) - ord("a") + 1))
    return found


def _roman(text: str) -> int:
    values = [ROMAN[letter] for letter in text]
    return sum(
        -value if value < following else value for value, following in zip(values, [*values[1:], 0], strict=True)
    )


class Numbering:
    """The path at the present place of a text whose kinds of labels nest in a fixed order."""

    def __init__(self, order: tuple[str, ...]) -> None:
        """Name the kinds from the outermost to the innermost."""
        self._order = {kind: depth for depth, kind in enumerate(order)}
        self.steps: list[Step] = []

    @property
    def path(self) -> str:
        """The path as people cite it: `(1)(b)`."""
        return "".join(step.token for step in self.steps)

    def clear(self) -> None:
        """Begin anew, as below a new heading."""
        self.steps = []

    def enter(self, token: str, *, leads_in: bool, x: float | None = None, page: int | None = None) -> bool:
        """Move to the provision with this label; tell whether the label fits any kind of the order."""
        known = [(kind, value) for kind, value in readings(token) if kind in self._order]
        if not known:
            return False
        following = [reading for reading in known if self._follows(*reading)]
        first = [reading for reading in known if reading[1] == 1]
        if following and first and following != first:
            kind, value = first[0] if leads_in and not self._stands_with(following[0][0], x, page) else following[0]
        else:
            kind, value = (following or first or known)[0]
        depth = self._order[kind]
        self.steps = [step for step in self.steps if self._order[step.kind] < depth]
        text = f"({token[:-1]})" if kind == "dot" else token
        self.steps.append(Step(kind, value, text, x, page))
        return True

    def leave(self, keep: int, x: float | None, hang: float) -> None:
        """Move up to where unlabelled text at `x` belongs; `keep` outer steps stay in any case.

        `hang` is how far the text of a step stands right of its label (negative: left of it).
        """
        self.steps = [
            step
            for depth, step in enumerate(self.steps)
            if depth < keep or (x is not None and step.x is not None and step.x + hang <= x + SAME_X)
        ]

    def _follows(self, kind: str, value: int) -> bool:
        step = next((step for step in self.steps if step.kind == kind), None)
        return step is not None and step.value < value <= step.value + SKIPPED

    def _stands_with(self, kind: str, x: float | None, page: int | None) -> bool:
        """Return whether the open step of this kind stands at the same left edge on the same page."""
        step = next(step for step in self.steps if step.kind == kind)
        return x is not None and step.x is not None and step.page == page and abs(step.x - x) <= SAME_X


def tokens_of(text: str) -> list[str]:
    """Return the labels that a text begins with, opening quotation marks aside: `(a)(1) In general` has two."""
    found: list[str] = []
    position = len(text) - len(text.lstrip("“‘\"' "))
    while match := _TOKEN.match(text, position):
        rest = text[match.end() :]
        if not (rest.startswith((" ", "(", "—")) or not rest) or (match.group(2) and found):
            break
        found.append(match.group(0))
        position = match.end() + (len(rest) - len(rest.lstrip()))
        if match.group(2):
            break
    return found


def points_of(text: str) -> list[str]:
    """Return the labels that a text begins with as `tokens_of` does; `1.`, `a.` and `a)` too, as `(1)` and `(a)`."""
    if found := [token for token in tokens_of(text) if not token.endswith(".")]:
        return found
    match = _POINT.match(text)
    return [f"({match['body']})"] if match else []

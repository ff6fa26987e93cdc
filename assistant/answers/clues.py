"""Clues: the figures that decide whether the texts contain an answer."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Clues:
    """What tells whether the texts hold an answer, each in [0, 1].

    `alike` is the cosine of the question to the nearest sentence of the answer, `near` to the nearest passage, `asked`
    and `asked_zh` how near the nearest own question of a passage is; `held` is the share of the question's weight that
    the best passage holds, `pairs` the share of the question's neighbouring words that stand side by side in what was
    found; `apart` is how far the best passage stands from the fifth; `lacks` tells that the answer has no figure or
    date where one is asked for, and `unmet` that the question names what nothing found does. `fits` is how likely a
    label of the first passages is what is asked for, `declined` how likely the question is not one of policy at all.
    `asks` tells that a figure or a date is asked for, and `given` is the cosine to the nearest sentence that has one;
    where none is asked for, to the nearest of all.
    """

    alike: float
    near: float
    asked: float
    asked_zh: float
    held: float
    pairs: float
    apart: float
    lacks: bool
    unmet: bool
    fits: float = 0.0
    declined: float = 0.0
    asks: bool = False
    given: float = 0.0

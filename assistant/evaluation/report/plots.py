"""Plots as inline SVG: no scripts, no external fonts, readable in print."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assistant.evaluation.scoring.refusals import RiskCoverage

WIDTH, HEIGHT, LEFT, RIGHT, BOTTOM, TOP = 560, 260, 48, 24, 36, 12
COLOURS = ("#0b5cad", "#b3541e", "#2b7a3f", "#7b3fa0", "#8a6d00")
DASHES = ("", "6 3", "2 3", "8 3 2 3", "1 4")  # told apart in black and white too
POINTS = 200


def risk_plot(curves: Sequence[tuple[str, RiskCoverage]]) -> str:
    """Draw risk (share of wrong answers) over coverage for each set; empty without a curve. Names are not drawn."""
    if not curves:
        return ""
    top = max(0.05, *(float(curve.risk.max()) for _, curve in curves))
    ticks = "".join(_tick(share, top) for share in (0, 0.25, 0.5, 0.75, 1))
    lines = "".join(_line(number, curve, top) for number, (_, curve) in enumerate(curves))
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="Risk over coverage" width="{WIDTH}">'
        f'{ticks}{lines}<text x="{(WIDTH + LEFT) / 2:.0f}" y="{HEIGHT - 4}" text-anchor="middle">coverage</text>'
        f'<text x="12" y="{HEIGHT / 2:.0f}" transform="rotate(-90 12 {HEIGHT / 2:.0f})" text-anchor="middle">'
        "share wrong</text></svg>"
    )


def key(number: int) -> tuple[str, str]:
    """Return colour and dashes of the line of a set."""
    return COLOURS[number % len(COLOURS)], DASHES[number % len(DASHES)]


def _x(coverage: float) -> float:
    return LEFT + coverage * (WIDTH - LEFT - RIGHT)


def _y(risk: float, top: float) -> float:
    return TOP + (1 - risk / top) * (HEIGHT - TOP - BOTTOM)


def _tick(share: float, top: float) -> str:
    x, y = _x(share), _y(share * top, top)
    return (
        f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>'
        f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{share * top:.2f}</text>'
        f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 14}" text-anchor="middle">{share:.0%}</text>'
    )


def _line(number: int, curve: RiskCoverage, top: float) -> str:
    picked = np.unique(np.linspace(0, len(curve.risk) - 1, min(POINTS, len(curve.risk))).astype(int))
    points = " ".join(f"{_x(float(curve.coverage[i])):.1f},{_y(float(curve.risk[i]), top):.1f}" for i in picked)
    colour, dashes = key(number)
    return f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dashes}"/>'

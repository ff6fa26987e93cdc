"""The chart of policies over time: dots in lanes by place or, if there are few, a bar for each policy's life."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import altair as alt
import pandas as pd
import streamlit as st

from assistant.answers.naming import short_name
from corpus.language.places import PLACES
from corpus.records import Policy, Standing
from corpus.register.standing import standing
from ui.components.sources.note import dated
from ui.components.sources.standing import MARKS
from ui.language import day, later, say, term

FEW = 40  # policies that get a labelled bar each: more would be a screen nobody scrolls
APART = timedelta(days=150)  # so far apart, dots in one row leave room for a short name where six years are shown
DOT, LABEL, GAP, ROW = 16, 24, 14, 38  # pixels
# The height of a chart holds its legend and its axis too: without their share the rows of a low one lie on each other.
LEGEND_COLUMNS, LEGEND_ROW, AXIS = 3, 30, 73  # pixels, of a row of the legend and of all else above and below
BEHIND = 9  # pixels from a dot to its name
# A name takes what room there is up to the next dot of its row, and is left out where it could not be read.
ROOM = f"scale('x', datum.next) - scale('x', datum.begin) - {2 * BEHIND}"
READABLE = 36  # pixels
AHEAD, MARGIN = timedelta(days=540), timedelta(days=75)  # shown after the date: where bars reach into it, and else
TEXT = {"light": "#12181c", "dark": "#e8eaeb"}  # as in ui/.streamlit/config.toml, which Vega does not read for labels
PICK = "pick"
FACTS = {  # the columns that are shown on hovering, and what they are called
    "title": later("Title"),
    "kind": later("Kind"),
    "issuer": later("Issuer"),
    "place": later("Place"),
    "dates": later("Dates"),
    "standing": later("Standing"),
}
# The page keeps its wheel: only with a key held (or a pinch, which browsers report so) does the chart zoom.
ZOOM = "wheel![event.ctrlKey || event.metaKey]"
DRAG = "[mousedown, window:mouseup] > window:mousemove!"  # a finger scrolls the page
UNFORCED = (Standing.RECORD, Standing.UNKNOWN)  # they take no effect


@dataclass(frozen=True, slots=True)
class Placed:
    """A policy with its place on the chart: `top` counts pixels from the upper edge."""

    policy: Policy
    top: int


def chart(policies: Sequence[Policy], as_of: date, since: date | None, key: str) -> str | None:
    """Draw dated policies and give the id of the one that was clicked; those `since` a day are shown, None all."""
    shown = sorted((policy for policy in policies if policy.life.published), key=_published)
    few = len(shown) <= FEW
    labels, placed, height = _rows(shown) if few else _lanes(shown)
    begin = since or _published(shown[0]) - timedelta(days=60)
    end = as_of + (AHEAD if few else MARGIN)
    axis = alt.Axis(orient="top", grid=True, tickCount="year", format="%Y", labelFlush=True)
    scale = alt.Scale(domain=[_moment(begin), _moment(end)])
    x = alt.X("date:T", title=None, axis=axis)
    table = pd.DataFrame([_row(one, as_of) for one in placed])
    names = _bars(placed, as_of, x, height) if few else [_names(placed, end, x, height)]
    layers = [_today(as_of, x), _labels(labels, height), *names]
    # One layer alone names the range: Vega does not see that two names of it are the same.
    drawn = alt.layer(*layers, _dots(table, alt.X("date:T", title=None, axis=axis, scale=scale), height))
    told = say("{count} policies by publication, with their standing on {date}", count=len(shown), date=day(as_of))
    above = AXIS + LEGEND_ROW * -(-table["standing"].nunique() // LEGEND_COLUMNS)
    drawn = drawn.properties(height=height + above, description=told)  # what a screen reader says of the picture
    event = st.altair_chart(drawn, key=key, on_select="rerun", selection_mode=PICK)
    picked = event["selection"].get(PICK, [])
    return str(picked[0]["id"]) if picked else None


def _published(policy: Policy) -> date:
    assert policy.life.published is not None
    return policy.life.published.last


def _moment(day: date) -> alt.DateTime:
    return alt.DateTime(year=day.year, month=day.month, date=day.day)


def _lanes(policies: Sequence[Policy]) -> tuple[list[tuple[str, int]], list[Placed], int]:
    """Return a lane to each place, in the order of `PLACES`, as high as its dots pile up."""
    labels: list[tuple[str, int]] = []
    placed: list[Placed] = []
    top = 0
    for place in dict.fromkeys((*PLACES, *(policy.jurisdiction for policy in policies))):
        here = [policy for policy in policies if policy.jurisdiction == place]
        if not here:
            continue
        labels.append((f"{term(place) or say('No place')} · {len(here)}", top))
        levels = list(_levels(here))
        placed += [Placed(policy, top + LABEL + DOT * level) for policy, level in zip(here, levels, strict=True)]
        top += LABEL + DOT * (max(levels) + 1) + GAP
    return labels, placed, top


def _levels(policies: Sequence[Policy]) -> Iterator[int]:
    """Yield each policy, in order of time, the first level whose last dot lies far enough behind."""
    last: list[date] = []
    for published in map(_published, policies):
        level = next((level for level, other in enumerate(last) if published - other >= APART), len(last))
        last[level : level + 1] = [published]
        yield level


def _rows(policies: Sequence[Policy]) -> tuple[list[tuple[str, int]], list[Placed], int]:
    """Return a row to each policy, its title above its bar."""
    labels = [(policy.title, ROW * number) for number, policy in enumerate(policies)]
    placed = [Placed(policy, ROW * number + LABEL) for number, policy in enumerate(policies)]
    return labels, placed, ROW * len(policies) + GAP


def _row(one: Placed, as_of: date) -> dict[str, object]:
    """Return a policy as the chart's table holds it, with what is shown on hovering."""
    policy = one.policy
    return {
        "id": policy.id,
        "date": pd.Timestamp(_published(policy)),
        "top": one.top,
        "standing": term(standing(policy.life, as_of).value),
        "title": policy.title,
        "kind": term(policy.kind),
        "issuer": policy.issuer,
        "place": term(policy.jurisdiction),
        "dates": ", ".join(dated(policy.life)),
    }


def _y(height: int) -> alt.Y:
    return alt.Y("top:Q", axis=None, scale=alt.Scale(domain=[height, -6], nice=False, zero=False))


def _dots(table: pd.DataFrame, x: alt.X, height: int) -> alt.Chart:
    pick = alt.selection_point(name=PICK, fields=["id"])
    pan = alt.selection_interval(name="pan", bind="scales", encodings=["x"], zoom=ZOOM, translate=DRAG)
    present = [standing for standing in MARKS if term(standing.value) in set(table["standing"])]
    domain = [term(standing.value) for standing in present]
    legend = alt.Legend(orient="top", title=None, columns=LEGEND_COLUMNS, symbolSize=90)
    dots: alt.Chart = (
        alt.Chart(table)
        .mark_point(filled=True, size=100, stroke="transparent", strokeWidth=8, clip=True, cursor="pointer")
        .encode(
            x=x,
            y=_y(height),
            color=alt.Color(
                "standing:N", legend=legend, scale=alt.Scale(domain=domain, range=[MARKS[one][0] for one in present])
            ),
            shape=alt.Shape(
                "standing:N", legend=legend, scale=alt.Scale(domain=domain, range=[MARKS[one][1] for one in present])
            ),
            opacity=alt.when(pick).then(alt.value(1)).otherwise(alt.value(0.35)),
            tooltip=[alt.Tooltip(f"{fact}:N", title=say(title)) for fact, title in FACTS.items()],
        )
        .add_params(pick, pan)
    )
    return dots


def _labels(labels: Sequence[tuple[str, int]], height: int) -> alt.Chart:
    """Write the names of lanes or policies at the left edge, where a phone shows them too."""
    table = pd.DataFrame([{"label": label, "top": top} for label, top in labels])
    written: alt.Chart = (
        alt.Chart(table)
        .mark_text(
            align="left",
            baseline="top",
            fontSize=14,
            fontWeight=600,
            limit=640,
            color=TEXT[st.context.theme.type or "light"],
        )
        .encode(x=alt.value(0), y=_y(height), text="label:N")
    )
    return written


def _names(placed: Sequence[Placed], end: date, x: alt.X, height: int) -> alt.Chart:
    """Write behind each dot the short name of its policy, cut where the next dot of its row begins."""
    following: dict[int, date] = {}
    rows: list[dict[str, object]] = []
    for one in sorted(placed, key=lambda one: _published(one.policy), reverse=True):
        when = _published(one.policy)
        until = following.get(one.top, end)
        following[one.top] = when
        begin, room = (pd.Timestamp(day).value // 1_000_000 for day in (when, until))
        named = short_name(one.policy)
        rows.append({"date": pd.Timestamp(when), "top": one.top, "name": named, "begin": begin, "next": room})
    written: alt.Chart = (
        alt.Chart(pd.DataFrame(rows))
        .mark_text(
            align="left",
            baseline="middle",
            dx=BEHIND,
            fontSize=12,
            clip=True,
            color=TEXT[st.context.theme.type or "light"],
            limit=alt.expr(f"max(1, {ROOM})"),
            opacity=alt.expr(f"{ROOM} < {READABLE} || scale('x', datum.begin) < 0 ? 0 : 1"),
        )
        .encode(x=x, y=_y(height), text="name:N")
    )
    return written


def _bars(placed: Sequence[Placed], as_of: date, x: alt.X, height: int) -> list[alt.Chart]:
    """Draw each life as a thin line from publication to effect and a thick one from effect to its end or the date."""
    columns = ["date", "end", "top", "colour", "thick"]
    table = pd.DataFrame([row for one in placed for row in _segments(one, as_of)], columns=columns)
    charts = []
    for thick, width in ((False, 2), (True, 8)):
        part = table[table["thick"] == thick]
        if part.empty:
            continue
        charts.append(
            alt.Chart(part)
            .mark_rule(strokeWidth=width, strokeCap="round", opacity=0.55, clip=True)
            .encode(x=x, x2="end:T", y=_y(height), stroke=alt.Stroke("colour:N", scale=None))
        )
    return charts


def _segments(one: Placed, as_of: date) -> Iterator[dict[str, object]]:
    life = one.policy.life
    then = standing(life, as_of)
    begin = _published(one.policy)
    end = life.ended.first if life.ended else max(as_of, begin)
    effective = life.effective.last if life.effective and then not in UNFORCED else end
    if then in UNFORCED and not life.ended:
        return
    for thick, start, stop in ((False, begin, max(begin, effective)), (True, max(begin, effective), end)):
        if stop > start:
            yield {
                "date": pd.Timestamp(start),
                "end": pd.Timestamp(stop),
                "top": one.top,
                "colour": MARKS[then][0],
                "thick": thick,
            }


def _today(as_of: date, x: alt.X) -> alt.Chart:
    """Mark the date that the standing is of."""
    table = pd.DataFrame([{"date": pd.Timestamp(as_of)}])
    rule: alt.Chart = alt.Chart(table).mark_rule(strokeDash=[3, 3], color="#7d878e", clip=True).encode(x=x)
    return rule

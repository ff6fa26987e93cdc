"""A provision of a document by its number: whole, in the part that is named with it, or said to be missing."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from assistant.answering.forms import Point
from assistant.answers.records import Hit, Query
from assistant.composing.extractive import WORD_BUDGET
from assistant.understanding.documents import Provision
from corpus.language.references import references
from corpus.language.terms import terms
from corpus.records import Passage, Policy
from corpus.register.standing import standing

PROVISION_WORDS = 350
_LABELLED = re.compile(r"\W?\w{1,5}[.)）、]")
SPOKEN_OF = 0.75  # of the terms that a question asks of a provision, for the provision to be its answer


@dataclass(frozen=True, slots=True)
class Told:
    """What a document says in its own order: the points, a first line above them, and what is told below.

    `missing` are the provisions that were asked for and that no document has.
    """

    points: tuple[Point, ...] = ()
    lead: str = ""
    notes: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Return whether the question was one about how a document is built."""
        return bool(self.points or self.missing)


def whole_provisions(
    wanted: Sequence[Provision], policies: Sequence[Policy], texts: Mapping[str, list[Passage]], query: Query
) -> Told:
    """Return each provision that is asked for, whole, from every document that has it."""
    points: list[Point] = []
    notes, missing = [], []
    for one in wanted:
        found = [
            (policy, shown) for policy in policies for shown in _standing_at(one, _within_part(one, texts[policy.id]))
        ]
        if not found:
            missing.append(one.written)
        words = 0
        for place, (policy, (passage, text)) in enumerate(found):
            words += len(text.split())
            if place and words > PROVISION_WORDS:
                notes.append(f"{one.written} goes on: {len(found) - place} more paragraphs of it are not shown.")
                break
            points.append(Point(hit_of(passage, policy, query), text))
    return Told(tuple(points), notes=tuple(notes), missing=tuple(missing))


def says_more(
    wanted: Sequence[Provision], asked: Sequence[str], told: Told, texts: Mapping[str, list[Passage]]
) -> bool:
    """Return whether what a question asks of its provisions must be looked for: in a long one, or where one is named.

    So must what a provision does not speak of, by the terms that are asked: "which article punishes a breach of
    Article 121". A document may speak of a provision of another text; one that it does not even name is missing.
    """
    if sum(len(point.text.split()) for point in told.points) > WORD_BUDGET:
        return True
    held = {term for point in told.points for term in terms(" ".join((*point.hit.passage.headings, point.text)))}
    if told.points and sum(term in held for term in asked) < SPOKEN_OF * len(asked):
        return True
    named = {slugs for held in texts.values() for passage in held for slugs in references(passage.text)}
    return bool(told.missing) and all(one.slugs in named for one in wanted if one.written in told.missing)


def _within_part(wanted: Provision, passages: Sequence[Passage]) -> Sequence[Passage]:
    """Return the passages of the part that a provision is said to stand in; all, where nothing names that part."""
    if not wanted.within:
        return passages
    part = re.compile(rf"\b{re.escape(wanted.within)}\b", re.IGNORECASE)
    inside = [passage for passage in passages if any(part.search(heading) for heading in passage.headings)]
    return inside or _below_line(wanted.within, passages) or passages


def _below_line(part: str, passages: Sequence[Passage]) -> list[Passage]:
    """Return what stands between a line that begins with the name of a part and the next such line.

    That is how parts are set where they are no headings.
    """
    begins = re.compile(rf"{re.escape(part)}\b(?!\s*\()", re.IGNORECASE)
    name = re.escape(part.split(maxsplit=1)[0])
    other = re.compile(rf"{name}\s+(?:\d{{1,3}}|[IVXLC]+|[A-Z])\b(?!\s*\()", re.IGNORECASE)
    found: list[Passage] = []
    for passage in passages:
        lines = passage.text.split("\n")
        start = 0 if found else next((row for row, line in enumerate(lines) if begins.match(line)), None)
        if start is None:
            continue
        rest = lines[start:]
        end = next((row for row, line in enumerate(rest) if (row or found) and other.match(line)), len(rest))
        if kept := "\n".join(rest[:end]):
            found.append(replace(passage, text=kept))
        if end < len(rest):
            break
    return found


Shown = tuple[Passage, str]  # a passage, and what of it is shown


def _standing_at(wanted: Provision, passages: Sequence[Passage]) -> list[Shown]:
    """Return a provision's passages: by their locators, from where the text writes its number, or by their count."""
    return (
        _located(wanted.slugs - {f"p{wanted.number}"}, passages)
        or _written_at(wanted, passages)
        or _located(wanted.slugs, passages)
        or _behind_short(wanted.slugs, passages)
        or _point_within(wanted.slugs, passages)
    )


def _behind_short(slugs: Collection[str], passages: Sequence[Passage]) -> list[Shown]:
    """Return the passage of a provision that a short line before it belongs to: `¶1-Article 1`."""
    ends = tuple(f"-{slug}" for slug in slugs if not slug.isascii() or slug.count("-"))
    return [(passage, passage.text) for passage in passages if _place(passage).endswith(ends)][:1] if ends else []


def _point_within(slugs: Collection[str], passages: Sequence[Passage]) -> list[Shown]:
    """Return a point that stands within the passage of what it belongs to: `Article 4(1)(b)` in that of `4(1)`."""
    for steps in (slug.split("-") for slug in sorted(slugs)):
        for depth in range(len(steps) - 1, 1, -1):
            for passage, text in _located({"-".join(steps[:depth])}, passages):
                if shown := _below(text.split("\n"), steps[depth:]):
                    return [(passage, shown)]
    return []


def _below(lines: Sequence[str], labels: Sequence[str]) -> str:
    """Return the lines of the last of labels that stand below one another, with what is labelled below it."""
    start = -1
    for label in labels:
        begins = re.compile(rf"\W?{re.escape(label)}[.)）、]", re.IGNORECASE)
        start = next((row for row in range(start + 1, len(lines)) if begins.match(lines[row])), len(lines))
    following = _successor(labels[-1])
    rest = takewhile(lambda line: _LABELLED.match(line) and not following.match(line), lines[start + 1 :])
    return "\n".join((*lines[start : start + 1], *rest))


def _successor(label: str) -> re.Pattern[str]:
    """Return what begins a line with the label behind one: `c` behind `b`, or any but Roman numbers behind others."""
    after = str(int(label) + 1) if label.isdigit() else chr(ord(label) + 1) if len(label) == 1 else "[ivxl]+"
    return re.compile(rf"\W?{after}[.)）、]", re.IGNORECASE)


def _located(slugs: Collection[str], passages: Sequence[Passage]) -> list[Shown]:
    return [
        (passage, passage.text)
        for passage in passages
        if any(_place(passage) == slug or _place(passage).startswith(f"{slug}-") for slug in slugs)
    ]


def _place(passage: Passage) -> str:
    return passage.id.split("#")[-1].split("~")[0]


def _written_at(wanted: Provision, passages: Sequence[Passage]) -> list[Shown]:
    """Return what stands between the provision's number, as the text writes it, and the next number of its kind."""
    number = re.escape(wanted.number)
    name = r"(?:article|art\.?|section|sec\.?|§|paragraph|para\.?|rule|regulation|recital|第)\s*\(?"
    if wanted.written.lower().startswith(("schedule", "annex", "part", "chapter", "title")):
        begins, ends = rf"(?im)^{re.escape(wanted.written)}\b", r"(?im)^(?:schedule|annex|part|chapter|title)\s+\w+\b"
    elif wanted.written.lower().startswith("recital"):
        begins, ends = rf"(?m)^\({number}\)\s", r"(?m)^\(\d+\)\s"
    else:
        mark = r"(?:\.?\s)" if "." in wanted.number else r"(?:[A-Z]?\s*[.、．](?!\d))"  # 1.1 needs no full stop
        begins = rf"(?im)^(?:{name}{number}\)?(?![\d(]|\.\d)|{number}{mark})"
        ends = rf"(?im)^(?:{name}\d+|\d+[A-Z]?\s*[.、．]\s|\d+(?:\.\d+)+\.?\s)"
    for place, passage in enumerate(passages):
        lines = _lines(passage.text)
        first = next((row for row, line in enumerate(lines) if re.search(begins, line)), None)
        if first is None:
            continue
        ending = next((row for row in range(first + 1, len(lines)) if re.search(ends, lines[row])), len(lines))
        shown = [(passage, _bare(" ".join(lines[first:ending]), begins))]
        if ending == len(lines):
            named = re.match(name, lines[first], re.IGNORECASE) is not None
            shown += _until(rf"(?im)^{name}\d+" if named else ends, passage, passages[place + 1 :])
        return [one for one in shown if one[1]]
    return []


def _until(ends: str, passage: Passage, rest: Sequence[Passage]) -> list[Shown]:
    """Return the passages that follow one below the same heading, up to the one with the next number."""
    following = takewhile(lambda other: other.headings == passage.headings and not re.search(ends, other.text), rest)
    return [(other, other.text) for other in following]


def _lines(text: str) -> list[str]:
    """Cut a text where a numbered paragraph begins: a passage may hold several of them."""
    return [
        line.strip()
        for line in re.split(r"\n|(?<=[。．.;；])\s+(?=\d+[A-Z]?[.、．]\s?\D)|(?<=日)\s+(?=\d+[.、．])", text)
    ]


def _bare(text: str, begins: str) -> str:
    """Return a numbered paragraph without its bare number, which is no sentence of its own."""
    return re.sub(r"^\d+[A-Z]?\s*[.、．](?!\d)\s*", "", text) if re.match(begins, text) else text


def hit_of(passage: Passage, policy: Policy, query: Query) -> Hit:
    """Return the hit of a passage that nothing ranked."""
    return Hit(passage, policy, 1.0, 0.0, 0.0, standing(passage.life, query.as_of))

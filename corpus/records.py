"""The records of this room: what a policy, a document and a passage are.

All records are frozen; stages pass them on and never a dict.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import astuple, dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache
from operator import attrgetter, not_
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, InstanceOf, PlainSerializer

Struck = tuple[tuple[int, str], ...]  # struck words, each with its offset in the text that stands

IF_ANY = Field(exclude_if=not_)  # left out of JSON where empty, so that ids made of rows are as before the field
PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as precise as its source gives it: a year, a month or a day.

    `first` and `last` are the bounds of the period that `text` names. A policy dated `2023-06` counts as
    published from its last day and as ended from its first, so that nothing is claimed too early.
    """

    text: str
    first: date
    last: date

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; raise ValueError for anything else."""
        match = PARTIAL_DATE.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"{text!r} is not a date: write YYYY, YYYY-MM or YYYY-MM-DD")
        year, month, day = (int(part) if part else None for part in match.groups())
        if year is None or not 1 <= year <= 9999:
            raise ValueError(f"{text!r} has no such year")
        if month is None:
            return cls(match.group(0), date(year, 1, 1), date(year, 12, 31))
        if not 1 <= month <= 12:
            raise ValueError(f"{text!r} has no such month")
        days = calendar.monthrange(year, month)[1]
        if day is None:
            return cls(match.group(0), date(year, month, 1), date(year, month, days))
        if not 1 <= day <= days:
            raise ValueError(f"{text!r} has no such day")
        return cls(match.group(0), date(year, month, day), date(year, month, day))

    def __str__(self) -> str:
        """Return the date as people write it: `11 February 2026`, `February 2026` or `2026`."""
        year, *rest = self.text.split("-")
        if not rest:
            return year
        month = calendar.month_name[self.first.month]
        return f"{month} {year}" if len(rest) == 1 else f"{self.first.day} {month} {year}"


parse_day = lru_cache(maxsize=4_096)(PartialDate.parse)  # a question reads 150 passages, with few dates between them


def _day(value: object) -> object:
    return parse_day(value) if isinstance(value, str) else value


Day = Annotated[InstanceOf[PartialDate], BeforeValidator(_day), PlainSerializer(attrgetter("text"))]  # JSON: its text


class Nature(StrEnum):
    """What a text is in law, whatever its name."""

    RULE = "rule"
    PROPOSAL = "proposal"
    RECORD = "record"
    UNKNOWN = "unknown"  # of own documents: nobody said


NATURE_OF_KIND: dict[str, Nature] = {
    **dict.fromkeys(
        ("act", "ordinance", "regulation", "rulebook", "guideline", "circular", "notice", "standard"), Nature.RULE
    ),
    **dict.fromkeys(("bill", "consultation", "conclusions"), Nature.PROPOSAL),
    **dict.fromkeys(("policy statement", "press release", "speech"), Nature.RECORD),
}


class Standing(StrEnum):
    """Where a text stands on a date (see `corpus.register.standing`)."""

    NOT_PUBLISHED = "not published"
    PROPOSED = "proposed"
    NOT_YET_IN_FORCE = "not yet in force"
    IN_FORCE = "in force"
    SUPERSEDED = "superseded"
    RECORD = "record"
    UNKNOWN = "standing not known"


@dataclass(frozen=True, slots=True)
class Life:
    """The part of a policy or a passage that time acts on.

    `published` is None only for own documents whose date is unknown: they count as published always.
    `by` is the id of the policy that ended this one, where known.
    """

    nature: Nature
    published: Day | None
    effective: Day | None = None
    ended: Day | None = None
    by: str | None = None

    def follows(self, ended: Day | None) -> bool:
        """Return whether it is that of a record of the day of an end, or of a later one: it tells what came next."""
        dated = ended is not None and self.published is not None and ended.first <= self.published.last
        return dated and self.nature is Nature.RECORD


@dataclass(frozen=True, slots=True)
class Policy:
    """One instrument of the register, or a text in its own words (`own`): a user's document, or one that is shipped.

    `gist` tells in one sentence what it is and does, at any time of its life. `owner` is the user that an own document
    belongs to and who alone sees it; empty, it is everybody's. `file` is the name that its file came under. `terms`
    are those on which an official text is shipped whole: it is quoted beside its notes and by provision, and not
    searched.
    """

    id: str
    title: str
    issuer: str
    jurisdiction: str
    kind: str
    life: Life
    relations: tuple[tuple[str, str], ...] = ()  # (relation, policy id), both directions resolved
    topics: tuple[str, ...] = ()
    official_urls: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    confidence: str = "medium"
    evidence_to: Day | None = None
    own: bool = False
    owner: Annotated[str, IF_ANY] = ""
    file: Annotated[str, IF_ANY] = ""
    gist: Annotated[str, IF_ANY] = ""
    terms: Annotated[str, IF_ANY] = ""

    def related(self, relation: str) -> tuple[str, ...]:
        """Return the ids of the policies that stand in this relation to this one, in register order."""
        return tuple(target for name, target in self.relations if name == relation)


class BlockKind(StrEnum):
    """What a block of a document is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    TABLE = "table"
    FOOTNOTE = "footnote"


@dataclass(frozen=True, slots=True)
class Block:
    """One heading, paragraph, table or footnote of a document, in reading order.

    `level` is 1 for the highest heading and 0 for everything that is no heading. `label` is the number that the
    text itself gives to the block, as people cite it (`Article 36`, `(1)`, `¶2`), or empty. `page` counts from 1
    and is None where the format has no pages; `page_end` is the last page that the block runs on to. `struck` are
    words that the document shows crossed out; `text` is without them.
    """

    text: str
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    label: str = ""
    page: int | None = None
    page_end: int | None = None
    attributes: tuple[tuple[str, str], ...] = ()
    struck: Struck = ()


@dataclass(frozen=True, slots=True)
class Document:
    """What a loader reads from a file: its blocks, and what its first page says about itself.

    `warnings` name what was taken out or could not be read, in words for the user. `effective` and `ended` are known
    of files that state from when to when their text holds, as the official XML of laws does.
    """

    blocks: tuple[Block, ...]
    title: str = ""
    published: PartialDate | None = None
    kind: str = ""
    issuer: str = ""
    jurisdiction: str = ""
    pages: int | None = None
    warnings: tuple[str, ...] = ()
    effective: PartialDate | None = None
    ended: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """One thing that a paragraph says, as data (see `corpus.register.labels`).

    `activity` and `aspect` name what it is about, most central first; `stance` whether it allows, bars or requires;
    `who` its addressee or audience; `value` the short answer in the paragraph's own words.
    """

    activity: tuple[str, ...] = ()
    aspect: tuple[str, ...] = ()
    stance: str = ""
    who: tuple[str, ...] = ()
    value: str = ""


_interned = lru_cache(maxsize=8_192)(Label)  # labels are compared for every candidate of a question


def _label(value: object) -> object:
    if not isinstance(value, list):
        return value
    return _interned(*(tuple(cell) if isinstance(cell, list) else cell for cell in value))


LabelRow = Annotated[InstanceOf[Label], BeforeValidator(_label), PlainSerializer(astuple)]  # JSON: a list


@dataclass(frozen=True, slots=True)
class Passage:
    """One citable piece of a policy's text, never longer than the encoder reads (256 tokens).

    `id` is `<policy id>#<locator>` and does not move when other passages change. `text` is the passage's own
    words; `headings` are its ancestors, outermost first; `signs` name how it addresses a
    model (see `corpus.language.screening`); `labels` what it says as data, which only notes have. `at` is the
    provision of the official text that a paragraph of a note reports (`s. 9(1)(a)`, `para 7.8`), or empty. `struck` are
    words that the document shows crossed out at these offsets, which are shown so and never answered from.
    """

    id: str
    policy_id: str
    text: str
    locator: str
    life: Life
    page: int | None = None
    page_end: int | None = None
    headings: tuple[str, ...] = field(default=())
    signs: tuple[str, ...] = ()
    labels: tuple[LabelRow, ...] = ()
    at: str = ""
    struck: Annotated[Struck, IF_ANY] = ()

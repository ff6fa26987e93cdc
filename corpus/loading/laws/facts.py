"""The metadata of a law in XML: title, date, kind, issuer, place, and the period in which it applies."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from babel import Locale

from corpus.language.places import HOME, PLACES
from corpus.loading.cleaning import squeeze
from corpus.loading.dating import publication
from corpus.loading.parts.trees import Element, local
from corpus.records import PartialDate

DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
TITLE_LENGTH = 300
STATES = {"GB": "United Kingdom", "HK": HOME, "CN": "Mainland China", "EU": "European Union"}
BY_DECREE = re.compile(r"\b(?:regulations?|rules|order|by-?laws|decree)\b", re.IGNORECASE)
RESTRICTED = {"P1group", "P1", "P2", "P3"}  # elements of legislation.gov.uk whose days are their own
NOT_YET = re.compile(r"not|pending|prospective|future", re.IGNORECASE)
OVER = re.compile(r"repeal|omit|expire|revok|terminat|lapse|supersed|spent", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a file states; empty where it does not."""

    title: str = ""
    published: PartialDate | None = None
    kind: str = ""
    issuer: str = ""
    jurisdiction: str = ""
    effective: PartialDate | None = None
    ended: PartialDate | None = None


def akoma_ntoso(root: Element) -> Facts:
    """Read the identification of an Akoma Ntoso document, the act as a work before its expression."""
    work = next(root.iter("{*}FRBRWork"), None)
    country = "" if work is None else _value(work, "FRBRcountry", "value")
    titles = (
        _dublin(root, "title"),
        _text(root, "docTitle"),
        _value(work, "FRBRname", "value"),
        _text(root, "shortTitle"),
    )
    title = next((one for one in titles if one), "")
    publication = _day(_value(root, "publication", "date"))
    form = next((local(one) for one in root), "")
    kinds = {"act": "regulation" if BY_DECREE.search(title) else "act", "bill": "bill", "judgment": "judgment"}
    return Facts(
        title[:TITLE_LENGTH],
        publication or _day(_value(work, "FRBRdate", "date")),
        kinds.get(form, ""),
        _author(root, work),
        _state(country),
    )


def uslm(root: Element) -> Facts:
    """Read the head of a law, bill or title of the Code of the United States."""
    short = next((_words(one) for one in root.iter("{*}shortTitle")), "")
    called = next((_words(one) for one in root.iter("{*}citableAs")), "") or _dublin(root, "title")
    days = (_text(root, "approvedDate"), _dublin(root, "date"), _text(root, "created"))
    code = local(root) == "uscDoc"
    title = f"United States Code, {_dublin(root, 'title')}" if code else f"{short}, {called}" if short else called
    bill = local(root) in {"bill", "resolution", "amendment"}
    return Facts(
        title.strip(" ,")[:TITLE_LENGTH],
        next((day for text in days if (day := _day(text)) is not None), None),
        "bill" if bill else "act",
        "US Congress",
        "United States",
    )


def hklm(root: Element) -> Facts:
    """Read the head of an ordinance or of subsidiary legislation of Hong Kong; its date is that of this version."""
    name, title = _text(root, "docName"), _text(root, "docTitle") or _text(root, "shortTitle")
    version = _day(_dublin(root, "date"))
    note = next((squeeze(one.text or "") for one in root.iter("{*}commencementNote")), "")
    commenced = publication([note.strip("[] ")]).when  # the day, in brackets and in a line of its own
    over = OVER.search(_text(root, "docStatus")) is not None
    return Facts(
        f"{title} ({name})" if title and name else title or name,
        version,
        "ordinance" if local(root) == "ordinance" else "regulation",
        "",
        HOME,
        commenced,
        version if over else None,
    )


def clml(root: Element) -> Facts:
    """Read the head of an act or instrument as legislation.gov.uk gives it beside Akoma Ntoso."""
    title = _dublin(root, "title")
    days = (_value(root, name, "Date") for name in ("EnactmentDate", "Made"))
    return Facts(
        title[:TITLE_LENGTH],
        next((day for text in days if (day := _day(text)) is not None), None),
        "regulation" if BY_DECREE.search(title) else "act",
        "",
        "United Kingdom",
    )


def formex(root: Element) -> Facts:
    """Read the date of an act of the European Union; its title tells the rest."""
    head = next(root.iter("BIB.INSTANCE"), None)
    day = next((one.get("ISO", "") for one in head.iter("DATE")), "") if head is not None else ""
    return Facts(published=_day(f"{day[:4]}-{day[4:6]}-{day[6:8]}"), jurisdiction="European Union")


def lives(root: Element) -> Callable[[Element], dict[str, str]]:
    """Return what reads the life of one element, as attributes of a block; an effective day not known is empty."""
    events = {one.get("eId", ""): one.get("date", "") for one in root.iter("{*}eventRef")}
    periods = {
        group.get("eId", ""): [
            (events.get(one.get("start", "")[1:], ""), events.get(one.get("end", "")[1:], ""))
            for one in group.iter("{*}timeInterval")
        ]
        for group in root.iter("{*}temporalGroup")
    }

    def life(element: Element) -> dict[str, str]:
        spans = periods.get(element.get("period", "")[1:], [])
        own = local(element) in RESTRICTED  # a part around them has the day of the latest change in it
        first, last = (element.get(f"Restrict{name}Date", "") if own else "" for name in ("Start", "End"))
        start = _day(element.get("startPeriod") or first or next(iter(spans), ("",))[0])
        end = _day(element.get("endPeriod") or last or (spans[-1][1] if spans else ""))
        said = " ".join(element.get(name, "") for name in ("status", "reason", "Status"))
        over = OVER.search(said) is not None
        found = {}
        if NOT_YET.search(said):
            found["effective"] = ""
        elif start is not None and not over:
            found["effective"] = start.text
        if end is not None or (over and start is not None):
            found["ended"] = (end or start).text  # type: ignore[union-attr]
        return found

    return life


def earliest(attributes: Iterable[tuple[tuple[str, str], ...]]) -> PartialDate | None:
    """Return the first day from which any block says that it holds."""
    days = [_day(value) for pairs in attributes for name, value in pairs if name == "effective" and value]
    return min((day for day in days if day is not None), key=lambda day: day.first, default=None)


def _dublin(root: Element, name: str) -> str:
    return next((text for one in root.iter(f"{DUBLIN_CORE}{name}") if (text := _words(one))), "")


def _text(root: Element, name: str) -> str:
    return next((text for one in root.iter(f"{{*}}{name}") if (text := _words(one))), "")


def _words(element: Element) -> str:
    return squeeze("".join(element.itertext()))


def _value(root: Element | None, name: str, attribute: str) -> str:
    found = () if root is None else (one.get(attribute, "") for one in root.iter(f"{{*}}{name}"))
    return next((value for value in found if value), "")


def _day(text: str) -> PartialDate | None:
    try:
        return PartialDate.parse(text[:10])
    except ValueError:  # no date, or one that no calendar has: the file does not tell it
        return None


def _author(root: Element, work: Element | None) -> str:
    """Return who made a work, by the name that the references of the document give."""
    href = _value(work, "FRBRauthor", "href") or _value(work, "FRBRauthor", "as")
    named = (one for one in root.iter("{*}TLCOrganization") if one.get("eId", "") == href.lstrip("#"))
    return next((one.get("showAs", "") for one in named), "") if href.startswith("#") else ""


def _state(code: str) -> str:
    """Return the place of a country's code such as `gb` or `gb-sct`; nothing for one that the corpus does not know."""
    short = code.partition("-")[0].upper()
    if short in {"UK", "GB"}:
        return STATES["GB"]
    name = STATES.get(short) or str(Locale.parse("en").territories.get(short, ""))
    return name if name in PLACES else ""

"""Figures with their units: each must stand in a cited passage, for the same thing, on the same side of a limit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from assistant.answers.records import Check
from assistant.verification.binding import Mark, exchanged, mark, usurped
from assistant.verification.evidence import Evidence
from corpus.language.dates import without_dates, without_days
from corpus.language.numbers import Quantity, quantities

# How many of the smaller unit one of the larger holds, where that never varies.
IN_SMALLER = {"year": ("month", 12.0), "week": ("day", 7.0), "bp": ("%", 0.01)}
LIMITS = {
    "at least": re.compile(
        r"\b(?:at\s+least|(?:no|not)\s+(?:less|fewer|lower|smaller)\s+than|(?:a\s+)?minimum|floor|(?:higher|greater)\s+of|(?:be|fall)\s+(?:lower|less)\s+than|or\s+(?:more|above|higher))\b"
        r"|不少於|不少于|至少|最少|不低於|不低于|以上",
        re.IGNORECASE,
    ),
    "at most": re.compile(
        r"\b(?:at\s+(?:the\s+)?(?:most|latest)|up\s+to|(?:no|not)\s+(?:more|later|longer|greater|higher)\s+than"
        r"|(?:not|never)\s+(?:to\s+)?exceed\w*|(?:no|not)\s+above|max(?:imum|ima)?|within|capped|limit(?:ed)?\s+(?:of|to)|ceiling"
        r"|or\s+(?:less|fewer|lower|below))\b|不超過|不超过|不多於|不多于|最多|至多|以內|以内|以下|內(?!地)",
        re.IGNORECASE,
    ),
    "more than": re.compile(
        r"(?<!\bno )(?<!\bnot )\b(?:(?:more|greater|higher|longer)\s+than|over|above|exceed\w*|in\s+excess\s+of)\b"
        r"|超過|超过|多於|多于|高於|高于",
        re.IGNORECASE,
    ),
    "less than": re.compile(
        r"(?<!\bno )(?<!\bnot )\b(?:(?:less|fewer|lower|shorter)\s+than|below|under)\b"
        r"(?=\s+(?:\w+\s+){0,2}[\d$€£A-Z]{1,4}\$?\d)"
        r"|少於|少于|低於|低于",
        re.IGNORECASE,
    ),
}
COUNTED = 12  # the largest count that a writer makes in words
SMALL = 1e-9
AHEAD, BEHIND = 32, 18  # characters around a figure in which the word of its limit stands
DUE = re.compile(r"\b(?:must|needs?|requir\w+)\b", re.IGNORECASE)  # an amount that must be held is a least one
REFERENCE = re.compile(
    r"\b(?:articles?|art\.|sections?|paragraphs?|paras?\.?|cap\.?|type|class|group|no\.|part|title|schedule|annex|q&a|¶|"
    r"initiatives?|chapter|stage|phase|lcq|act|law|regulation|\(eu\)|and|to|,|or)\s*[(]?$",
    re.IGNORECASE,
)


def check_numbers(text: str, evidence: Evidence) -> Check:
    """Check that every figure stands in the cited passages or above them, or follows from what they say."""
    held = [quantity for source in evidence.sentences for quantity in figures(source)]
    named = [*figures(evidence.called), *figures(evidence.denied(text))]
    named += [q for q in quantities(evidence.told) if not q.unit]
    wrong = [
        f"{stated.text} is in no cited passage"
        for stated in figures(text)
        if not any(equal(stated, found) for found in held) and not _told(stated, text, named, held)
    ]
    return Check("numbers", not wrong, "; ".join(dict.fromkeys(wrong)))


def misplaced(text: str, evidence: Evidence) -> dict[str, float]:
    """Count the figures that the source has for something else, that changed places, or that another limit bounds."""
    held = [(quantity, source) for source in evidence.sentences for quantity in figures(source)]
    found = {"figures elsewhere": 0.0, "figures exchanged": 0.0, "other limits": 0.0}
    for stated in figures(text):
        same = [one for one in held if equal(stated, one[0])]
        if same:
            rivals = [one for one in held if not _stated(one[0], text)]
            found["figures elsewhere"] += _taken_from_elsewhere(stated, text, same, rivals)
            found["other limits"] += bool(_other_limit(stated, text, same))
    found["figures exchanged"] = float(len(list(_exchanged(text, held))))
    return found


def _told(stated: Quantity, text: str, named: Sequence[Quantity], held: Sequence[Quantity]) -> bool:
    """Return whether a figure stands above the passages or in the question, or follows from the sources.

    A small count in words ("both", "two limits") is the writer's own; 95% is what 5% leaves,
    where both are said.
    """
    if not stated.unit and not stated.text[0].isdigit() and stated.value <= COUNTED:
        return True
    if re.match(rf"{re.escape(stated.text)}[A-Z]", text[stated.start :]):
        return True  # of a code, which is a name: 23EC66
    said = [q for q in figures(text) if q.unit == "%" and any(equal(q, found) for found in held)]
    rest = stated.unit == "%" and any(abs(q.value + stated.value - 100) < SMALL for q in said)
    loose = [q for q in held if not stated.unit or not q.unit] if stated.unit == "times" else []
    return rest or any(equal(stated, found) for found in named) or any(q.value == stated.value for q in loose)


@lru_cache(maxsize=2_000)
def figures(text: str) -> tuple[Quantity, ...]:
    """Return the quantities of a text without those that belong to its dates."""
    return tuple(quantities(without_days(without_dates(text))))


def equal(stated: Quantity, found: Quantity) -> bool:
    """Return whether two figures say the same, in units of which one is a multiple of the other too."""
    if stated.same_as(found):
        return True
    (value, unit), (other, its) = _smaller(stated), _smaller(found)
    return unit == its and abs(value - other) < SMALL * max(1.0, abs(other))


def _smaller(quantity: Quantity) -> tuple[float, str]:
    unit, factor = IN_SMALLER.get(quantity.unit, (quantity.unit, 1.0))
    return quantity.value * factor, unit


def _taken_from_elsewhere(
    stated: Quantity, text: str, same: Sequence[tuple[Quantity, str]], held: Sequence[tuple[Quantity, str]]
) -> bool:
    """Compare with the figures of the same unit; a bare number may be a count or a reference, so it has no rivals."""
    if not stated.unit:
        return False
    unit = _smaller(stated)[1]
    rivals = [(q, source) for q, source in held if _smaller(q)[1] == unit and not equal(stated, q)]
    return usurped(_mark(stated, text), [_mark(*one) for one in same], [_mark(*one) for one in rivals])


def _exchanged(text: str, held: Sequence[tuple[Quantity, str]]) -> Iterator[str]:
    """Name a figure that has changed places with another of its unit."""
    stated = [quantity for quantity in figures(text) if quantity.unit]
    for unit in dict.fromkeys(_smaller(quantity)[1] for quantity in stated):
        ours = [_mark(quantity, text) for quantity in stated if _smaller(quantity)[1] == unit]
        sources = [_mark(*one) for one in held if _smaller(one[0])[1] == unit]
        if (found := exchanged(ours, sources)) is not None:
            yield f"{found.text} has changed places with another figure"


def _stated(found: Quantity, text: str) -> bool:
    return any(equal(quantity, found) for quantity in figures(text))


def _mark(quantity: Quantity, text: str) -> Mark:
    return mark(_smaller(quantity), _without_figures(text), quantity.start, _end(quantity))


def _end(quantity: Quantity) -> int:
    return quantity.start + len(quantity.text)


@lru_cache(maxsize=2_000)
def _without_figures(text: str) -> str:
    """Blank out the figures with units: they do not say what another one is for."""
    for quantity in figures(text):
        if quantity.unit:
            text = f"{text[: quantity.start]}{' ' * len(quantity.text)}{text[_end(quantity) :]}"
    return text


def _other_limit(stated: Quantity, text: str, same: Sequence[tuple[Quantity, str]]) -> str:
    """Name the limit of a stated figure where no source sentence with the figure sets it, or is empty."""
    limits = _limits(stated, text)
    if not limits or not stated.unit or REFERENCE.search(text[: stated.start]):
        return ""
    held = [_limits(found, source) or _anywhere(source) for found, source in same]
    if any(limits & those for those in held):
        return ""
    due = any(not those and DUE.search(source) for those, (_, source) in zip(held, same, strict=True))
    if due and limits == {"at least"}:
        return ""
    return next(iter(sorted(limits)))


def _limits(quantity: Quantity, text: str) -> frozenset[str]:
    """Return the kinds of limit that are said right before or behind a figure."""
    end = _end(quantity)
    ahead = re.split(r"[;:]|,\s|\band\b", text[max(0, quantity.start - AHEAD) : quantity.start])[-1]
    behind = re.split(r"[,;:.]|\band\b|\bof\b", text[end : end + BEHIND])[0]
    return frozenset(name for name, pattern in LIMITS.items() if pattern.search(ahead) or _behind(pattern, behind))


def _behind(pattern: re.Pattern[str], behind: str) -> bool:
    return (found := pattern.search(behind)) is not None and re.match(r"\s*or\b|以|內|内", found.group(0)) is not None


def _anywhere(text: str) -> frozenset[str]:
    return frozenset(name for name, pattern in LIMITS.items() if pattern.search(text))

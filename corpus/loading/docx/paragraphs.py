"""The words of one paragraph: the visible ones, with the struck ones marked and the hidden ones counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from corpus.loading.cleaning import clean, hide, squeeze
from corpus.loading.docx.equations import MATH, linear
from corpus.loading.docx.package import WORD, number, value_of
from corpus.loading.docx.styles import Look, Styles, fill_of, look
from corpus.loading.marks import lowered, raised, settled
from corpus.loading.struck import strike

TINY = 4  # half points: Word counts sizes in them
NARROW = 5  # per cent of their width, below which letters are a line
NEAR = 24  # of 255: two colours nearer than this in each of red, green and blue cannot be told apart
WHITE = "FFFFFF"

_MARKUP = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_GONE = {f"{WORD}moveFrom", f"{WORD}pPr", f"{WORD}rPr", f"{WORD}sdtPr", f"{WORD}sdtEndPr", f"{WORD}instrText"}
_LETTERS = {"tab": " ", "br": " ", "cr": " ", "ptab": " ", "noBreakHyphen": "-", "softHyphen": "\u00ad"}
_NOTES = {"footnoteReference": "note", "endnoteReference": "endnote"}
# The signs that Word keeps in its own fonts, by the last two digits of their places.
_SIGNS = {
    "symbol": {"A3": "≤", "B3": "≥", "B0": "°", "B1": "±", "B4": "×", "B9": "≠", "BB": "≈", "A5": "∞", "2D": "−"},
    "wingdings": {"FE": "☒", "FC": "☒", "FD": "☒", "78": "☒", "A8": "☐", "6F": "☐", "A7": "•", "B7": "•"},
    "wingdings 2": {"52": "☒", "53": "☒", "54": "☒", "A3": "☐", "35": "☐"},
}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the letters of a paragraph stand on: a colour, or None where it is not known; `deleted` by a row."""

    fill: str | None = WHITE
    deleted: bool = False


@dataclass(slots=True)
class Paragraph:
    """A paragraph as read: its text with struck words marked, its text boxes, whether all of it is bold or hidden."""

    text: str = ""
    boxes: list[etree._Element] = field(default_factory=list)
    bold: bool = False
    hidden: bool = False


class Reader:
    """Reads the paragraphs of one document, and counts its notes in the order of their marks."""

    def __init__(self, styles: Styles, found: Counter[str]) -> None:
        """Keep the styles, and what is told of hidden text."""
        self._styles = styles
        self._found = found
        self.notes: dict[str, dict[str, int]] = {"note": {}, "endnote": {}}  # the numbers by the ids
        self._fields: list[bool] = []  # those that are open in a paragraph: whether what stands is their instruction

    def read(self, paragraph: etree._Element, around: Surroundings) -> Paragraph:
        """Return a paragraph; hidden words are counted, and are no part of it."""
        properties = paragraph.find(f"{WORD}pPr")
        style = self._styles.paragraph_style(properties)
        fill = fill_of(None if properties is None else properties.find(f"{WORD}shd"))
        under = fill or around.fill
        result = Paragraph()
        pieces: list[tuple[str, Look, bool]] = []
        hidden: list[str] = []
        self._fields.clear()
        for run, deleted in _runs(paragraph, result.boxes, deleted=around.deleted):
            if run.tag != f"{WORD}r":
                pieces.append((f" {linear(run)} " if run.tag == f"{MATH}oMathPara" else linear(run), Look(), deleted))
                continue
            run_properties = run.find(f"{WORD}rPr")
            shown = look(self._styles.look(style, value_of(run_properties, "rStyle")), run_properties)
            text = "".join(self._piece(part) for part in run)
            if text and _is_hidden(shown, under):
                hidden.append(text)
            elif text:
                pieces.append((text, shown, deleted))
        hide("".join(hidden), self._found)
        inked = [shown for text, shown, _ in pieces if text.strip()]
        result.bold = bool(inked) and all(shown.b for shown in inked)
        result.hidden = bool(hidden) and not inked
        result.text = settled(squeeze(clean(_joined(pieces), self._found)))
        return result

    def _piece(self, part: etree._Element) -> str:
        """Return what one part of a run shows."""
        name = str(part.tag).removeprefix(WORD)
        if name == "fldChar":
            self._enter_field(part)
        elif any(self._fields):  # the result of a field within the instruction of another is no text
            return ""
        if name in _LETTERS:
            return _LETTERS[name]
        if name in _NOTES and part.get(f"{WORD}customMarkFollows") not in {"1", "true", "on"}:
            return self._mark(_NOTES[name], part.get(f"{WORD}id") or "")
        return _READ[name](part) if name in _READ else ""

    def _enter_field(self, part: etree._Element) -> None:
        place = part.get(f"{WORD}fldCharType")
        if place == "begin":
            self._fields.append(part.find(f"{WORD}ffData") is None)  # a field of a form has no other within it
        elif self._fields and place == "separate":
            self._fields[-1] = False
        elif self._fields and place == "end":
            self._fields.pop()

    def _mark(self, kind: str, id_: str) -> str:
        seen = self.notes[kind]
        return f" [{kind} {seen.setdefault(id_, len(seen) + 1)}]"


def children(element: etree._Element, *tags: str) -> Iterator[etree._Element]:
    """Yield the elements with these tags below one, through what only wraps them: controls, tracked insertions."""
    open_: list[Iterator[etree._Element]] = [iter(element)]
    while open_:
        child = next(open_[-1], None)
        if child is None:
            open_.pop()
        elif child.tag in tags:
            yield child
        elif child.tag == f"{_MARKUP}AlternateContent":
            open_.append(iter([_choice(child)]))
        elif isinstance(child.tag, str) and child.tag not in _GONE and child.tag not in _CLOSED:
            open_.append(iter(child))


_CLOSED = {f"{WORD}p", f"{WORD}tbl", f"{WORD}tr", f"{WORD}tc", f"{WORD}txbxContent", f"{WORD}tcPr", f"{WORD}trPr"}


def _choice(alternatives: etree._Element) -> etree._Element:
    """Return the first of the forms in which a thing is kept; older programs read the fallback."""
    return alternatives[0] if len(alternatives) else alternatives


def _runs(
    paragraph: etree._Element, boxes: list[etree._Element], *, deleted: bool
) -> Iterator[tuple[etree._Element, bool]]:
    """Yield the runs and equations of a paragraph, each with whether it was deleted; collect its text boxes."""
    open_ = [(iter(paragraph), deleted)]
    while open_:
        level, is_deleted = open_[-1]
        child = next(level, None)
        if child is None:
            open_.pop()
        elif not isinstance(child.tag, str) or child.tag in _GONE:
            continue
        elif child.tag == f"{WORD}txbxContent":
            boxes.append(child)
        elif child.tag in (f"{MATH}oMath", f"{MATH}oMathPara"):
            yield child, is_deleted
        elif child.tag == f"{_MARKUP}AlternateContent":
            open_.append((iter([_choice(child)]), is_deleted))
        else:
            if child.tag == f"{WORD}r":
                yield child, is_deleted
            open_.append((iter(child), is_deleted or child.tag == f"{WORD}del"))


def _joined(pieces: list[tuple[str, Look, bool]]) -> str:
    """Join the pieces: neighbours that are set alike are one, raised ones are marks, struck ones are marked so."""
    text = ""
    plain = ""  # without the marks of struck words
    position = 0
    while position < len(pieces):
        _, shown, deleted = pieces[position]
        struck = deleted or shown.strike or shown.dstrike
        run = ""
        while position < len(pieces):
            piece, other, other_deleted = pieces[position]
            if (other.raised, other_deleted or other.strike or other.dstrike) != (shown.raised, struck):
                break
            run += piece
            position += 1
        if shown.raised and plain.strip():
            run = raised(plain, run) if shown.raised > 0 else lowered(plain, run)
        text += strike(run) if struck else run
        plain = (plain + run)[-20:]
    return text


def _is_hidden(shown: Look, fill: str | None) -> bool:
    """Return whether Word hides letters, or sets them too small, too narrow, or in the colour of what is behind."""
    if shown.vanish or shown.webHidden or shown.size <= TINY or shown.width <= NARROW:
        return True
    behind = shown.fill or fill
    return behind is not None and bool(shown.colour) and _is_near(shown.colour, behind)


def _is_near(one: str, other: str) -> bool:
    try:
        pairs = list(zip(bytes.fromhex(one), bytes.fromhex(other), strict=True))
    except ValueError:  # a colour by its name, as highlights have
        return one == other
    return all(abs(left - right) < NEAR for left, right in pairs)


def _sign(part: etree._Element) -> str:
    place = (part.get(f"{WORD}char") or "").upper()
    known = _SIGNS.get((part.get(f"{WORD}font") or "").lower(), {})
    return known.get(place[-2:], "")


def _form_field(part: etree._Element) -> str:
    """Return what a check box or a list of choices of an older form shows; a text field's words stand in runs."""
    box, choices = (part.find(f"{WORD}ffData/{WORD}{name}") for name in ("checkBox", "ddList"))
    if box is not None:
        mark = box.find(f"{WORD}checked")
        mark = box.find(f"{WORD}default") if mark is None else mark
        return "☒ " if mark is not None and mark.get(f"{WORD}val") not in {"0", "false", "off"} else "☐ "
    if choices is None:
        return ""
    entries = [entry.get(f"{WORD}val") or "" for entry in choices.findall(f"{WORD}listEntry")]
    chosen = number(value_of(choices, "result") or value_of(choices, "default"))
    return entries[chosen] if 0 <= chosen < len(entries) else ""


def _text(part: etree._Element) -> str:
    return part.text or ""


def _ruby(part: etree._Element) -> str:
    """Return the words below a reading aid, without it."""
    return "".join(text.text or "" for text in part.iterfind(f"{WORD}rubyBase//{WORD}t"))


_READ: dict[str, Callable[[etree._Element], str]] = {
    "t": _text,
    "delText": _text,
    "sym": _sign,
    "fldChar": _form_field,
    "ruby": _ruby,
}

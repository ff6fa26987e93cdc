"""The words within a block: struck ones marked, raised ones told from figures, line breaks as blanks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from corpus.loading.marks import lowered, raised
from corpus.loading.struck import END, START

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
BLOCKS = (
    *HEADINGS, "p", "li", "dd", "dt", "blockquote", "pre", "figcaption", "caption", "div", "section", "article", "main",
    "ul", "ol", "dl", "menu", "table", "body", "thead", "tbody", "tfoot", "tr", "td", "th", "figure", "hr", "details",
    "summary", "form", "fieldset", "legend", "center", "address", "hgroup", "nav", "header", "footer", "aside",
    "button", "dialog", "xmp", "listing", "plaintext",
)  # fmt: skip
STRUCK = frozenset(("s", "del", "strike"))
RAISED = frozenset(("sup", "sub"))
_LINE = "\u2028"
_BEFORE = 24  # letters before raised ones that tell what they are
_NOTE_LINK = re.compile(r"\[\s*(?:(?:(?:foot|end)?note|fn)\.?\s*)?(\d{1,3}|[a-zA-Z*†‡])\s*\]")
_NOTE_MARK = re.compile(r"\(?\s*(\d{1,3}|[a-zA-Z*†‡])\s*\)?")  # in a link to a note: `(1)` of the Official Journal
_TO_NOTE = re.compile(r"#_?(?:ntr|ftn|fn|note|footnote|endnote)", re.IGNORECASE)
_TO_NOTE_BY_CLASS = re.compile(r"note|\bfn\b", re.IGNORECASE)
_LETTERED = re.compile(r"[A-Z]\d{1,3}")  # the mark of an amendment in the United Kingdom's laws
_WORD = re.compile(r"[A-Za-z0-9,;:)”\"%\]]\Z")  # behind which no number begins a word: not `第5條`, nor `Art.5`
_SIGN = re.compile(r"\d{1,3}|[*†‡]")
_LABEL = re.compile(r"(?:No|Num|Number|Label|Type|hierarchy)(?:\s|\Z)")  # ends the class of what stands before its text


@dataclass(slots=True)
class Words:
    """The words of one block while they are read."""

    parts: list[str] = field(default_factory=list)
    _struck: int = 0
    line_break: str = "\n"

    def open(self, element: etree._Element) -> bool:
        """Enter an element; return whether its content was taken whole, so that the reader passes it by."""
        tag = element.tag
        if tag in STRUCK:
            self._struck += 1
            if self._struck == 1:
                self.parts.append(START)
        elif tag in RAISED:
            text = "".join(element.itertext())
            before = "".join(self.parts[-3:])[-_BEFORE:]
            self.parts.append(raised(before, text) if tag == "sup" else lowered(before, text))
            return True
        elif tag == "br":
            self.parts.append(self.line_break)
        elif tag == "q":
            self.parts.append("“")
        elif tag == "a" and (element.get("href") or "").startswith("#"):
            note = self._note(element)
            if note:
                self.parts.append(note)
                return True
        self.parts.append(element.text or "")
        return False

    def _note(self, element: etree._Element) -> str:
        """Return what a link within the page is written as where it is the mark of a note, and nothing for others.

        The mark touches what it belongs to: a number the word before it, one with a letter the word behind it.
        """
        text = "".join(element.itertext()).strip() if len(element) < 2 else ""
        behind = element.tail or ("" if element.getnext() is None else "".join(element.getnext().itertext()))
        if _LETTERED.fullmatch(text) and behind[:1].strip(".,;:)]") and not behind[:1].isspace():
            return f" [note {text}] "
        told = element.get("role") == "doc-noteref" or _TO_NOTE_BY_CLASS.search(element.get("class") or "")
        if _SIGN.fullmatch(text) and not (element.text or "")[:1].isspace() and _WORD.search("".join(self.parts[-3:])):
            return f" [note {text}]"
        mark = _NOTE_MARK if told or _TO_NOTE.match(element.get("href", "")) else _NOTE_LINK
        note = mark.fullmatch(text)
        return "" if note is None else f" [note {note.group(1)}]"

    def close(self, element: etree._Element) -> None:
        """Leave an element that was not passed by."""
        if element.tag in STRUCK and self._struck:
            self._struck -= 1
            if not self._struck:
                self.parts.append(END)
        elif element.tag == "q":
            self.parts.append("”")
        elif element.tag == "span" and _LABEL.search(element.get("class") or ""):
            self.parts.append(" ")  # pages set such labels apart by their styles alone

    def take(self) -> str:
        """Return the words so far, and begin a new block; what is struck goes on to be struck in it."""
        text = "".join(self.parts) + (END if self._struck else "")
        self.parts = [START] if self._struck else []
        return text


def text_of(element: etree._Element) -> str:
    """Return the words of an element and all that is in it, blocks apart from each other."""
    return lines_in(element).replace("\n", " ")


def lines_in(element: etree._Element) -> str:
    """Do as `text_of`, with a line break where the page has one."""
    if not len(element):
        return (element.text or "").replace("\n", " ")
    words = Words([element.text or ""], line_break=_LINE)  # the lines of the page's source are none
    walk = etree.iterwalk(element, events=("start", "end"))
    passed = None
    for event, one in walk:
        if one is element:
            continue
        block = one.tag in BLOCKS
        if event == "start":
            if block:
                words.parts += [" ", one.text or ""]
            elif words.open(one):
                passed = one
                walk.skip_subtree()
            continue
        if one is passed:
            passed = None
        elif not block:
            words.close(one)
        words.parts += [" " if block else "", one.tail or ""]
    return words.take().replace("\n", " ").replace(_LINE, "\n")

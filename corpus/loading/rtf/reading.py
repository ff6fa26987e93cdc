"""Reading a rich text from token to token, without recursion: its groups may nest as deeply as a limit allows."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import groupby

from corpus.errors import InputError
from corpus.loading.draft import Draft
from corpus.loading.parts.runs import Look, Run, is_bold, line
from corpus.loading.rtf.rows import Rows
from corpus.loading.rtf.state import BODY, LOOKS, SHOWN, SKIPPED, Paragraph, State
from corpus.loading.rtf.tokens import BYTES, CHARSETS, CLOSE, LETTERS, OPEN, SIGN, SIGNS, Token, encoding_of, tokens

DEEPEST = 2_000  # groups within one another; Word nests some twenty
READ_FOR_THEMSELVES = {"fonttbl", "stylesheet", "title"}
TWICE = "upr"  # holds the same words in an old encoding and, as `ud`, in Unicode
HEIGHTS = {
    "super": (True, False), "up": (True, False), "sub": (False, True), "dn": (False, True),
    "nosupersub": (False, False),
}  # fmt: skip
ENDS = {"par", "sect", "page"}
CELLS = {"cell", "nestcell", "row", "nestrow", "trowd", "trhdr", "clvmgf", "clvmrg", "clmrg", "cellx"}

_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)


class Reader:
    """Reads one file."""

    def __init__(self, found: Counter[str]) -> None:
        """`found` is told of hidden text."""
        self._found = found
        self._states = [State()]
        self._paragraph = Paragraph()
        self._boxes: list[Draft] = []  # behind the paragraph that they hang on
        self._outer: list[Paragraph] = []  # paragraphs that a note or a box interrupts
        self._bytes, self._passed = b"", 0
        self._page, self._fonts, self._levels = "cp1252", dict[int, str](), dict[int, int]()
        self._defined: int | None = None  # the font or style that is described
        self._starred = False
        self._words = ""  # of a description
        self._rows = Rows()
        self._drafts: list[Draft] = []
        self.notes: list[tuple[str, str]] = []
        self.title = ""
        self.cut_off = False

    def read(self, data: bytes, name: str) -> list[Draft]:
        """Return the paragraphs and tables; raise InputError for groups nested without end."""
        for token in tokens(data):
            if token.kind is BYTES:
                self._take(token.data)
                continue
            self._settle()
            if token.kind is OPEN:
                if len(self._states) > DEEPEST:
                    raise InputError(f"{name} nests its groups too deeply to be read: save it again, or as .docx.")
                self._states.append(replace(self._state))
                self._starred = False
            elif token.kind is CLOSE:
                self._close()
            elif token.kind is SIGN:
                self._starred = token.text == "*"
                self._write(SIGNS.get(token.text, ""))
            else:
                self._word(token)
                self._starred = False
        self._settle()
        self.cut_off = len(self._states) > 1
        self._end_paragraph()
        self._drafts += self._rows.end()
        return self._drafts

    @property
    def _state(self) -> State:
        return self._states[-1]

    def _take(self, data: bytes) -> None:
        """Gather bytes; those that stand for a letter of Unicode are passed over."""
        passed = min(self._passed, len(data))
        self._passed -= passed
        self._bytes += data[passed:]
        if len(data) > 1 or passed:
            self._starred = False

    def _settle(self) -> None:
        """Write the gathered bytes in the encoding of their font."""
        if self._bytes:
            encoding = self._fonts.get(self._state.font, self._page)
            self._write(self._bytes.decode(encoding, errors="replace"))
            self._bytes = b""

    def _write(self, text: str) -> None:
        state = self._state
        if not text:
            return
        if state.table:
            self._words += text
        elif not state.skip:
            runs = self._paragraph.numbers if state.number else self._paragraph.runs
            runs.append(Run(text, state.look))

    def _close(self) -> None:
        if len(self._states) == 1:
            return
        ended, around = self._state, self._states[-2]
        if ended.box and not around.box:
            self._end_paragraph()
            self._paragraph = self._outer.pop()
        self._states.pop()
        if ended.table:
            self._describe(ended.table)
        if ended.note and not around.note:
            text = line(self._paragraph.runs, self._found)
            label, _ = self.notes[-1]
            self.notes[-1] = (label, f"{self.notes[-1][1]} {text}".strip())
            self._paragraph = self._outer.pop()
        self._passed = 0

    def _word(self, token: Token) -> None:
        word, state = token.text, self._state
        if word == "u":
            number = token.number or 0
            self._write(chr(number % 65_536))
            self._passed = state.fallback
        elif word == "uc":
            state.fallback = max(token.number or 0, 0)
        elif (
            word in SKIPPED
            or word == TWICE
            or (self._starred and word not in SHOWN and word not in {"footnote", "pntext"})
        ):
            state.skip = True
            state.table = word if word in READ_FOR_THEMSELVES else state.table
        elif word == "title" and state.skip:
            state.table = word
        elif word in SHOWN:
            state.skip = False
            if word in {"shptxt", "dptxbxtext"} and not state.box:
                state.box = True
                self._outer.append(self._paragraph)
                self._paragraph = Paragraph()
        elif word in {"ansicpg", "fcharset", "f", "s", "outlinelevel"}:
            self._known(word, token.number)
        elif not state.skip:
            self._shown(word, token.number)

    def _known(self, word: str, number: int | None) -> None:
        """Take what is said of fonts, styles and levels."""
        state = self._state
        if word == "ansicpg":
            self._page = encoding_of(number)
        elif word == "fcharset" and self._defined is not None and number in CHARSETS:
            self._fonts[self._defined] = CHARSETS[number]
        elif word == "f":
            state.font = number or 0
            self._defined = number if state.table == "fonttbl" else self._defined
        elif word == "s":
            self._paragraph.style = number if not state.skip else self._paragraph.style
            self._defined = number if state.table == "stylesheet" else self._defined
        elif word == "outlinelevel" and state.table == "stylesheet" and self._defined is not None:
            self._levels[self._defined] = BODY if number is None else number
        elif word == "outlinelevel" and not state.skip:
            self._paragraph.level = BODY if number is None else number

    def _shown(self, word: str, number: int | None) -> None:
        """Take a word that changes the look of letters, is a letter itself, or shapes the paragraph."""
        state = self._state
        on = number != 0
        if word in LOOKS:
            state.look = replace(state.look, **{LOOKS[word]: on})
        elif word in HEIGHTS:
            up, down = HEIGHTS[word]
            state.look = replace(state.look, raised=up and on, lowered=down and on)
        elif word == "plain":
            state.look = Look()
        elif word in LETTERS:
            self._write(LETTERS[word])
        elif word in {"footnote", "chftn", "ftnalt"}:
            self._note(word)
        elif word in CELLS:
            self._cell(word)
        elif word in ENDS:
            self._end_paragraph()
        else:
            self._shape(word, on=on)

    def _shape(self, word: str, *, on: bool) -> None:
        if word in {"listtext", "pntext"}:
            self._state.number = True
        elif word == "pard" and not self._state.number:  # the number of a list resets its own letters alone
            self._paragraph.level, self._paragraph.style, self._paragraph.in_table = BODY, None, False
        elif word in {"intbl", "itap"}:
            self._paragraph.in_table = on

    def _note(self, word: str) -> None:
        state = self._state
        if word == "footnote" and not state.note:
            self.notes.append((f"footnote {len(self.notes) + 1}", ""))
            state.note = True
            state.look = Look()
            self._outer.append(self._paragraph)
            self._paragraph = Paragraph()
        elif word == "ftnalt" and state.note:
            self.notes[-1] = (self.notes[-1][0].replace("footnote", "endnote"), self.notes[-1][1])
        elif word == "chftn" and not state.note:
            self._paragraph.runs.append(Run(str(len(self.notes) + 1), replace(state.look, raised=True)))

    def _cell(self, word: str) -> None:
        if word in {"cell", "nestcell"}:
            self._rows.cell(self._line())
            self._paragraph = replace(Paragraph(), in_table=True)
        else:
            self._rows.word(word)

    def _line(self) -> str:
        paragraph = self._paragraph
        runs = (*paragraph.numbers, Run(" "), *paragraph.runs)
        same = groupby(runs, key=lambda run: run.look)
        return line([Run(_paired("".join(run.text for run in group)), look) for look, group in same], self._found)

    def _end_paragraph(self) -> None:
        paragraph, state = self._paragraph, self._state
        if state.note:
            paragraph.runs.append(Run(" "))
            return
        text = self._line()
        if paragraph.in_table and not state.box:
            self._rows.line(text)
        else:
            own = paragraph.level if paragraph.level != BODY else self._levels.get(paragraph.style or -1, BODY)
            draft = Draft(text, level=own + 1 if own < BODY else 0, bold=is_bold(paragraph.runs))
            if state.box:
                self._boxes.append(draft)
            else:
                self._drafts += [*self._rows.end(), draft, *self._boxes]
                self._boxes = []
        self._paragraph = replace(paragraph, runs=[], numbers=[])

    def _describe(self, table: str) -> None:
        """Keep the name of a style, or the title."""
        words, self._words = self._words.strip("; "), ""
        if not words:
            return
        heading = _HEADING.match(words)
        if table == "stylesheet" and heading and self._defined is not None:
            self._levels.setdefault(self._defined, int(heading.group(1)) - 1)
        elif table == "title":
            self.title = words
        self._defined = None


def _paired(text: str) -> str:
    """Put letters beyond the first plane together, which the file writes as two halves."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")

"""Markdown: policy notes, and any other Markdown file as CommonMark with the tables and strikethrough of GitHub.

A file whose front matter has an `id` is a policy note: its front matter is left to `corpus.register.notes`, and its
numbered paragraphs keep their numbers. In other files paragraphs without a number of their own are counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from lxml import etree
from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus.errors import InputError
from corpus.loading.cleaning import clean, hide, report, squeeze, squeeze_lines
from corpus.loading.dating import publication
from corpus.loading.draft import Draft
from corpus.loading.encodings import decode
from corpus.loading.html.unseen import remove_unseen
from corpus.loading.html.walking import Walker
from corpus.loading.markdown_notes import note_blocks
from corpus.loading.marks import lowered, raised, settled
from corpus.loading.struck import END, START, settle
from corpus.loading.structure import structured
from corpus.loading.tables import table_texts
from corpus.records import Block, BlockKind, Document

FRONT_BLOCKS = 20  # paragraphs that count as the first page
PROVISION = 60  # letters of the items of a list, on the average, that are provisions of their own
MOST_NESTED = 200  # lists and quotations within each other; more stay as they are written

_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)")
_NOTE = re.compile(r"\s?\[\^(\w{1,12})\]")
_NUMBERED = re.compile(r"\d{1,9}\. ")
_LEAD_IN = re.compile(r"[:：]\Z")


def load_markdown(data: bytes, name: str) -> Document:
    """Read a policy note or any other Markdown file; raise InputError naming the line of what is wrong in a note."""
    raw, warnings = decode(data, name)
    found: Counter[str] = Counter()
    lines = clean(raw, found).split("\n")
    front, start = _front_matter(lines)
    tokens = _parser().parse("\n".join(lines[start:]))
    if any(line.startswith("id:") for line in front):
        blocks = list(note_blocks(tokens, name, start))
        told = None
    else:
        blocks = _counted(structured(settle(_Reader(found).read(tokens))))
        told = publication([block.text for block in blocks[:FRONT_BLOCKS]])
    if not any(block.kind is not BlockKind.HEADING for block in blocks):
        raise InputError(f"{name} holds no paragraphs: give a file with something to read.")
    title = next((block.text for block in blocks if block.level == 1), "")
    warned = (*warnings, *([told.warning] if told and told.warning else []), *report(found))
    return Document(tuple(blocks), title=title, published=told.when if told else None, warnings=warned)


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"maxNesting": MOST_NESTED}).enable(["table", "strikethrough"])


def _front_matter(lines: Sequence[str]) -> tuple[Sequence[str], int]:
    """Return the lines between the first two `---`, and the index of the first line after them."""
    if lines[0].strip() != "---":
        return [], 0
    end = next((number for number, line in enumerate(lines[1:], 1) if line.strip() == "---"), None)
    return ([], 0) if end is None else (lines[1:end], end + 1)


def _counted(blocks: Sequence[Block]) -> list[Block]:
    """Number what no provision names through the file."""
    number = 0
    below = ""  # the provision whose heading stands above
    numbered: list[Block] = []
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            below = block.label
        else:
            number += 1
        free = block.kind is not BlockKind.HEADING and not block.label and not below
        numbered.append(replace(block, label=f"¶{number}") if free else block)
    return numbered


class _Reader:
    """The place in a file while its tokens are read."""

    def __init__(self, found: Counter[str]) -> None:
        self._found = found
        self._drafts: list[Draft] = []
        self._items: list[str] = []  # of the list that is being read, all its levels
        self._marks: list[str] = []  # what stands before the next item
        self._ordered: list[bool] = []
        self._rows: list[list[str]] = []
        self._level = 0

    def read(self, tokens: Sequence[Token]) -> list[Draft]:
        """Return headings, paragraphs and tables; a list belongs to the paragraph that leads in to it."""
        for token in tokens:
            self._take(token)
        return self._drafts

    def _take(self, token: Token) -> None:
        kind = token.type
        if kind == "heading_open":
            self._level = int(token.tag[1])
        elif kind in {"bullet_list_open", "ordered_list_open"}:
            self._ordered.append(kind.startswith("ordered"))
        elif kind == "list_item_open":
            self._marks.append(f"{token.info}. " if self._ordered[-1] else "- ")
        elif kind in {"bullet_list_close", "ordered_list_close"}:
            self._ordered.pop()
            if not self._ordered:
                self._end_list()
        elif kind in {"tr_open", "table_close"}:
            self._take_row(kind)
        else:
            self._take_words(token)

    def _take_row(self, kind: str) -> None:
        if kind == "tr_open":
            self._rows.append([])
        else:
            self._drafts += [Draft(text, BlockKind.TABLE) for text in table_texts(self._rows)]
            self._rows = []

    def _take_words(self, token: Token) -> None:
        kind = token.type
        if kind == "inline":
            self._text(settled(squeeze(self._inline(token.children or []))))
        elif kind in {"fence", "code_block"}:
            self._text(squeeze_lines(token.content))
        elif kind == "html_block":
            self._page(token.content)

    def _text(self, text: str) -> None:
        """Put a text where it belongs: into a table's row, a heading, a list, or a paragraph."""
        if self._rows:
            self._rows[-1].append(text)
        elif self._level:
            self._drafts += [Draft(text, level=self._level)] if text else []
            self._level = 0
        elif self._ordered:
            self._items.append(f"{''.join(self._marks[-1:])}{text}")
            self._marks = []
        elif text:
            self._drafts.append(Draft(text))

    def _end_list(self) -> None:
        """Add a list, one item per line, to the paragraph that leads in to it."""
        items, text = self._items, "\n".join(self._items)
        self._items, self._marks = [], []
        last = self._drafts[-1] if self._drafts else None
        leads_in = last and not last.level and last.kind is BlockKind.PARAGRAPH and _LEAD_IN.search(last.text)
        if not leads_in and len(text) > PROVISION * len(items) and all(_NUMBERED.match(item) for item in items):
            self._drafts += [Draft(item) for item in items]
            return
        if last and leads_in:
            self._drafts[-1] = replace(last, text=f"{last.text}\n{text}")
        elif text:
            self._drafts.append(Draft(text))

    def _page(self, html: str) -> None:
        """Read a piece of HTML as a page is read."""
        comments = len(re.findall("<!--", html))
        if comments:
            self._found["HTML comments"] += comments
        parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
        tree = etree.fromstring(f"<html><body>{html}</body></html>".encode(), parser)
        remove_unseen(tree, self._found)
        drafts = Walker(self._found).read(tree)
        if self._rows or self._ordered:
            self._text(" ".join(draft.text for draft in drafts))
        else:
            self._drafts += drafts

    def _inline(self, children: Sequence[Token]) -> str:
        """Return the words of a paragraph: marks of emphasis and links taken off, struck and raised ones told."""
        parts: list[str] = []
        raising: list[tuple[str, int]] = []  # open `sup` and `sub`, and where their words begin
        for token in children:
            if token.type in {"text", "code_inline", "text_special"}:
                parts.append(_NOTE.sub(r" [note \1]", token.content) if token.type == "text" else token.content)
            elif token.type in {"softbreak", "hardbreak"}:
                parts.append(" ")
            elif token.type == "image":
                parts.append(self._inline(token.children or []))
            elif token.type in {"s_open", "s_close"}:
                parts.append(START if token.type == "s_open" else END)
            elif token.type == "html_inline":
                self._html_inline(token.content, parts, raising)
        return "".join(parts)

    def _html_inline(self, content: str, parts: list[str], raising: list[tuple[str, int]]) -> None:
        if content.startswith("<!--"):
            self._found["HTML comments"] += 1
            hide("", self._found)
            return
        match = _TAG.match(content)
        if match is None:
            return
        closing, tag = match.group(1), match.group(2).lower()
        if tag in {"s", "del", "strike"}:
            parts.append(END if closing else START)
        elif tag == "br":
            parts.append(" ")
        elif tag in {"sup", "sub"} and not closing:
            raising.append((tag, len(parts)))
        elif tag in {"sup", "sub"} and raising and raising[-1][0] == tag:
            _, start = raising.pop()
            words, before = "".join(parts[start:]), "".join(parts[:start])[-24:]
            parts[start:] = [raised(before, words) if tag == "sup" else lowered(before, words)]

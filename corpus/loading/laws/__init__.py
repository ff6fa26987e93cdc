"""Laws as their publishers give them in XML: Akoma Ntoso, USLM, Formex, Hong Kong's HKLM, the United Kingdom's CLML.

bytes -> tree without entities -> blocks, whose locators are the numbers that the file gives its provisions -> document.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from corpus.errors import InputError
from corpus.loading.cleaning import report
from corpus.loading.draft import Draft
from corpus.loading.first_page import describe
from corpus.loading.html import load_html
from corpus.loading.laws import facts
from corpus.loading.laws.reading import Reader
from corpus.loading.laws.vocabulary import AKOMA_NTOSO, CLML, FORMEX, HKLM, USLM, Vocabulary
from corpus.loading.parts.trees import Element, local, namespace, parse_tree
from corpus.records import BlockKind, Document

FRONT_BLOCKS = 30  # blocks that count as the first page
AGAIN = "download it again, or give the page or the PDF"
FORMEX_ROOTS = {"ACT", "CONS.ACT", "ANNEX", "CONS.ANNEX", "GENERAL", "CONS.DOC", "DECISION", "LETTER"}
FORMEX_LISTS = {"DOC", "PUBLICATION"}  # which name the files of an act and hold none of its text

Kind = tuple[Vocabulary, Callable[[Element], facts.Facts]]


def load_law(data: bytes, name: str) -> Document:
    """Read a law; raise InputError for XML of another kind, broken XML, entities, and a law without text."""
    root = parse_tree(data, name, AGAIN)
    if local(root) == "html":
        return load_html(data, name)
    vocabulary, read = _kind(root, name)
    found: Counter[str] = Counter()
    said = read(root)
    blocks = Reader(vocabulary, facts.lives(root), found).read(root)
    if not any(block.kind is not BlockKind.HEADING for block in blocks):
        raise InputError(f"{name} holds no text of a law: {AGAIN}.")
    first = describe([Draft(block.text) for block in blocks[:FRONT_BLOCKS]])
    pending = sum(dict(block.attributes).get("effective") == "" for block in blocks)
    told = f"Marked in the file as not yet in force: {pending} pieces of text."
    document = Document(
        tuple(blocks),
        title=said.title or first.title,
        published=said.published or first.published,
        kind=said.kind or first.kind,
        issuer=said.issuer or (first.issuer if not said.kind else ""),
        jurisdiction=said.jurisdiction or first.jurisdiction,
        warnings=(*([told] if pending else []), *report(found)),
        effective=said.effective or facts.earliest(block.attributes for block in blocks),
        ended=said.ended,
    )
    if vocabulary is FORMEX and first.published is not None:  # the day of the journal, where its title tells it
        document = replace(document, published=first.published)
    future = document.published is not None and document.published.first > date.today()  # noqa: DTZ011 - a reader's day
    return replace(document, published=None) if future else document


def _kind(root: Element, name: str) -> Kind:
    """Return the vocabulary of a root element, and what reads its head."""
    if local(root) == "akomaNtoso":
        return AKOMA_NTOSO, facts.akoma_ntoso
    if "uslm" in namespace(root):
        return USLM, facts.uslm
    if "/hklm/" in namespace(root):
        return HKLM, facts.hklm
    if local(root) == "Legislation":
        return CLML, facts.clml
    if local(root) in FORMEX_ROOTS:
        return FORMEX, facts.formex
    if local(root) in FORMEX_LISTS:
        raise InputError(f"{name} only lists the files of an act: give the file that holds its text, or the PDF.")
    raise InputError(
        f"{name} is XML of a kind that is not read ({local(root)[:40]}): give Akoma Ntoso, USLM, Formex, HKLM or CLML, "
        "or the page or the PDF."
    )

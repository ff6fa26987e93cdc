"""Exports: each format is read back by another program and holds the answer, its sources and its record."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from markdown_it import MarkdownIt
from pypdf import PdfReader

from assistant.answers.archive import Record
from assistant.exporting import WRITERS, exported, file_name, kind_of, save
from assistant.exporting.json import read
from assistant.exporting.plain import plain_text
from corpus.errors import InputError
from tests.assistant.exporting.conftest import HOSTILE, QUESTION, with_text

READABLE = ("docx", "pdf", "md")


def text_of(data: bytes, kind: str) -> str:
    """Read a file as another program does, blanks and line ends as one blank."""
    if kind == "docx":
        text = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs)
    elif kind == "pdf":
        text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    else:
        tokens = MarkdownIt().parse(data.decode())
        text = "\n".join(leaf.content for token in tokens for leaf in token.children or () if leaf.content)
    return " ".join(text.split())


@pytest.mark.parametrize("kind", READABLE)
def test_an_answer_is_read_back_with_its_sources(record: Record, kind: str) -> None:
    """Question, statement with its marker, the note called ours with locator and standing, no quotation marks."""
    text = text_of(exported([record], "A talk", kind), kind)
    (first, *_) = record.answer.statements
    citation = first.citations[0]
    assert QUESTION in text
    assert f"{first.text} [{citation.marker}]" in text
    note = f"[{citation.marker}] Our note on the {citation.title}, {citation.locator} (text by SFC)"
    assert f"{note}: in force on 1 March 2026." in text
    assert f"The note says: {citation.quote}" in text
    assert f"“{citation.quote}”" not in text
    assert "Not legal advice." in text


def test_a_comparison_is_a_table(record: Record) -> None:
    """A place a column: Word and Markdown hold a table whose cells have their markers, the PDF its words in order."""
    here = replace(record.answer.statements[0], place="Hong Kong")
    table = [replace(record, answer=replace(record.answer, statements=(here,), compared=("Hong Kong", "Japan")))]
    (drawn,) = Document(io.BytesIO(exported(table, "A talk", "docx"))).tables
    said = f"{here.text} [{here.citations[0].marker}]"
    assert [[cell.text for cell in row.cells] for row in drawn.rows] == [["Hong Kong", "Japan"], [said, "not found"]]
    tokens = MarkdownIt().enable("table").parse(exported(table, "A talk", "md").decode())
    assert [token.type for token in tokens].count("td_open") == 2
    assert "Hong Kong Japan" in text_of(exported(table, "A talk", "pdf"), "pdf")
    assert f"Hong Kong: {said}\nJapan: not found" in plain_text(table, "A talk")
    long = replace(here, text=here.text * 200)
    exported([replace(record, answer=replace(table[0].answer, statements=(long,)))], "A talk", "pdf")


@pytest.mark.parametrize("kind", READABLE)
def test_what_came_since_has_its_source(record: Record, kind: str) -> None:
    """A marker below "Since then" has its numbered source among the others."""
    statement, hit = record.answer.statements[0], record.answer.cited[record.answer.citations[0].passage_id]
    later = replace(statement, citations=(replace(statement.citations[0], marker="9"),))
    told = replace(record.answer, since_then=(later,), since_hits=(hit,))
    text = text_of(exported([replace(record, answer=told)], "A talk", kind), kind)
    assert f"Since then {later.text} [9]" in text
    assert "[9] Our note on" in text


@pytest.mark.parametrize("kind", READABLE)
def test_an_own_document_is_quoted(record: Record, kind: str) -> None:
    """The words of a text itself stand in quotation marks under its own title, and nothing calls it a note."""
    hits = tuple(replace(hit, policy=replace(hit.policy, own=True)) for hit in record.answer.hits)
    text = text_of(exported([replace(record, answer=replace(record.answer, hits=hits))], "A talk", kind), kind)
    citation = record.answer.citations[0]
    assert f"“{citation.quote}”" in text
    assert "ur note" not in text


@pytest.mark.parametrize("kind", READABLE)
def test_a_file_begins_like_a_memo(record: Record, kind: str) -> None:
    """Product, question, day, place and standing before the first word of the answer; how it was made at the end."""
    text = text_of(exported([record], QUESTION, kind), kind)
    told = ("Crypto policy assistant", QUESTION, "As of: 1 March 2026", "Places: Hong Kong", "Standing of its sources:")
    head, rest = text.split(record.answer.statements[0].text, 1)
    assert [part for part in told if part not in head] == []
    assert "in force (1)" in head
    passages = [hit.passage.id for hit in record.answer.hits]
    appendix = rest.split("Appendix: how the answers were made", 1)[1]
    assert all(appendix.count(id_) == text.count(id_) for id_ in passages)


def test_the_appendix_begins_a_page(record: Record) -> None:
    """In a PDF and in Word the log of passages stands apart from what is read."""
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(exported([record], QUESTION, "pdf"))).pages]
    assert "Passages found" not in pages[0]
    assert any(page.lstrip("0123456789 \n").startswith("Appendix") for page in pages[1:])
    paragraphs = Document(io.BytesIO(exported([record], QUESTION, "docx"))).paragraphs
    (appendix,) = (one for one in paragraphs if one.text.startswith("Appendix"))
    assert appendix.paragraph_format.page_break_before


@pytest.mark.parametrize("kind", READABLE)
def test_an_answer_is_read_back_with_its_record(record: Record, kind: str) -> None:
    """The day, the time, the edition, the composer, the settings, the checks and every passage with its score."""
    text = text_of(exported([record], "A talk", kind), kind)
    answer = record.answer
    for fact in (
        "As of: 1 March 2026",
        "Asked at: 2026-03-02T08:00:00+00:00",
        f"Edition of the texts: {answer.edition}",
        "Composer: extractive",
        "Settings: 30 passages, model off, strict on",
        f"({answer.closeness:.3f})",
        "Checks of statement 1: citation, quote, standing, contacts",
        *(f"{hit.score:.3f} {hit.policy.title}" for hit in answer.hits),
        *(hit.passage.id for hit in answer.hits),
    ):
        assert fact in text


@pytest.mark.parametrize("kind", READABLE)
def test_official_links_can_be_followed(record: Record, kind: str) -> None:
    """An address on the web is a link, and any other address is none."""
    linked = with_text(record, "x")
    odd = replace(
        linked.answer.statements[0],
        citations=(replace(linked.answer.statements[0].citations[0], url="javascript:alert(1)"),),
    )
    for answer, links in ((linked.answer, {"https://x.org/x"}), (replace(linked.answer, statements=(odd,)), set())):
        assert links_of(exported([replace(linked, answer=answer)], "A talk", kind), kind) == links


def links_of(data: bytes, kind: str) -> set[str]:
    """Return the addresses that a file links to."""
    if kind == "docx":
        return {link.address for part in Document(io.BytesIO(data)).paragraphs for link in part.hyperlinks}
    if kind == "pdf":
        notes = [note.get_object() for page in PdfReader(io.BytesIO(data)).pages for note in page.get("/Annots", ())]
        return {note["/A"]["/URI"] for note in notes}
    return set(re.findall(r'href="([^"]*)"', MarkdownIt().render(data.decode())))


@pytest.mark.parametrize("kind", READABLE)
def test_hostile_text_stays_text(record: Record, kind: str) -> None:
    """Control characters become their pictures, markup stays as it was typed, and every script is found again."""
    data = exported([with_text(record, HOSTILE)], "A talk", kind)
    text = text_of(data, kind)
    for part in ("␀␈␛=HYPERLINK(1)", "<b>*x*</b> [a](javascript:1) & | $x$ #", "加密货币 암호화폐"):
        assert part in text
    assert ("[U+1F600]" if kind == "pdf" else "\U0001f600") in text
    as_written = (
        data.decode() if kind == "md" else text
    )  # a reader of Markdown shows %00 in an address as what it means
    assert not re.search("[\x00-\x08\x0b-\x1f\ufffe\ud800-\udfff]", as_written)


def test_hostile_text_in_json_is_exactly_the_text(record: Record) -> None:
    """JSON alone keeps control characters as they are."""
    hostile = with_text(record, HOSTILE)
    assert read(exported([hostile], "A talk", "json")) == (hostile,)


@pytest.mark.parametrize("kind", WRITERS)
def test_fifty_thousand_characters_survive(record: Record, kind: str) -> None:
    """A long question and a word without a blank are written over as many pages as they need."""
    words, word = "margin " * 7_000, "x" * 50_000
    for long in (words, word):
        answer = replace(record.answer, notes=(long,))
        data = exported([replace(record, answer=answer)], "A talk", kind)
        text = data.decode() if kind == "json" else text_of(data, kind)
        letter = long.strip()[0]
        assert text.replace(" ", "").replace("\n", "").count(letter) >= long.count(letter)


@pytest.mark.parametrize("kind", READABLE)
def test_a_refusal_is_taken_along_too(record: Record, kind: str) -> None:
    """What was declined says so, cites nothing and states no confidence."""
    answer = replace(record.answer, refusal="I do not predict prices.", statements=())
    text = text_of(exported([replace(record, answer=answer)], "A talk", kind), kind)
    assert "I do not predict prices." in text
    assert "Sources" not in text
    assert "Confidence" not in text


@pytest.mark.parametrize("kind", READABLE)
def test_a_conversation_is_one_file(record: Record, kind: str) -> None:
    """Both questions stand under the title, in their order."""
    second = replace(record, id="r2", question=replace(record.question, text="And in Singapore?"))
    text = text_of(exported([record, second], "Two questions", kind), kind)
    assert text.removeprefix("1 ").startswith("Crypto policy assistant · Not legal advice. Two questions")
    assert text.index(QUESTION) < text.index("And in Singapore?")


def test_a_conversation_in_json_is_read_back(record: Record) -> None:
    """One record and several come back as they were."""
    second = replace(record, id="r2")
    assert read(exported([record], "A talk", "json")) == (record,)
    assert read(exported([record, second], "A talk", "json")) == (record, second)


@pytest.mark.parametrize("kind", ["pdf", "md", "json"])
def test_the_same_record_gives_the_same_bytes(record: Record, kind: str) -> None:
    """Nothing of the moment of the export is in the file."""
    assert exported([record], "A talk", kind) == exported([record], "A talk", kind)


def test_what_is_copied_is_the_answer_with_its_sources(record: Record) -> None:
    """Plain text without the record of how the answer was made."""
    text = plain_text([record], QUESTION)
    assert text.startswith(QUESTION)
    assert "[1] Our note on the Circular on margin financing, ¶1 (text by SFC)" in text
    assert "Appendix" not in text


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Is margin allowed?", "Is-margin-allowed.pdf"),
        ("../../etc/passwd", "etc-passwd.pdf"),
        ("什麼是VATP？", "什麼是VATP.pdf"),
        ("???", "answer.pdf"),
        ("x" * 500, f"{'x' * 60}.pdf"),
    ],
)
def test_a_title_becomes_a_file_name(title: str, name: str) -> None:
    """Nothing that a system reads as a path or a wildcard is left, and the name is never too long or empty."""
    assert file_name(title, "pdf") == name


def test_a_file_of_an_unknown_kind_is_refused(tmp_path: Path) -> None:
    """The line says which endings there are, and nothing is written."""
    with pytest.raises(InputError, match=r"one of \.docx, \.pdf, \.md, \.json"):
        kind_of(tmp_path / "a.odt")


def test_a_file_is_written_whole(record: Record, tmp_path: Path) -> None:
    """An export that fails leaves the earlier file as it was, and nothing else."""
    path = tmp_path / "a.md"
    save([record], "A talk", path)
    before = path.read_bytes()
    with pytest.raises(AttributeError):
        save([None], "A talk", path)  # type: ignore[list-item]
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.glob("a*")] == ["a.md"]

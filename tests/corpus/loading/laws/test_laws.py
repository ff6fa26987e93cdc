"""The official XML of laws: numbers, headings and definitions become locators, and the head tells what the law is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from corpus.library import Details
from corpus.library.describing import policy_of
from corpus.loading import load
from corpus.records import BlockKind, Document, Nature, PartialDate, Passage, Standing
from corpus.register.standing import standing
from corpus.splitting import split
from tests.corpus.loading.laws import samples
from tests.corpus.splitting.cutting import count


def law(text: str) -> Document:
    """Read a law."""
    return load(text.encode(), "law.xml")


def at(document: Document, label: str) -> list[str]:
    """Return the texts that stand at a locator, headings left out."""
    return [block.text for block in document.blocks if block.label == label and block.kind is not BlockKind.HEADING]


@pytest.mark.parametrize(
    ("text", "label", "says"),
    [
        (samples.AKOMA_NTOSO, "Section 1(1)(a)", "(a) more than 40 tokens [note 2], or"),
        (samples.AKOMA_NTOSO, "Section 1(2), quoted Section 9A(1)", "(1) A vault must be dry."),
        (samples.AKOMA_NTOSO, "Schedule 1, para 1", "1 The fee for a licence is 300 crowns a year."),
        (samples.AKOMA_NTOSO, "Schedule 1, para 2", "Size | Fee\nSmall | 20"),
        (samples.AKOMA_NTOSO, "footnote 1", "See the guide."),
        (samples.PUBLIC_LAW, "Sec. 2(a)(1)", "(1) report within 9 days; and"),
        (samples.PUBLIC_LAW, "Sec. 2(b), quoted (B)(i)", "“(B) (i) a vault that is dry."),
        (samples.PUBLIC_LAW, "Sec. 2, margin note", "Deadline."),
        (samples.CODE, "§ 5901", "A keeper shall hold capital of 70 million crowns."),
        (samples.CODE, "§ 5901, source note", "Source: Pub. L. 150–9, Mar. 4, 2021"),
        (samples.ORDINANCE, "Section 2(1), “vault”", "vault (金庫) means a room that is dry;"),
        (samples.ORDINANCE, "Section 2(1), “keeper”(b)", "(b) keeps a vault;"),
        (samples.ORDINANCE, "Section 2, source note", "Source: 4 of 2020 s. 3; L.N. 9 of 2021"),
        (samples.ORDINANCE, "Section 4", "(Repealed 4 of 2020 s. 5)"),
        (samples.ORDINANCE, "Schedule 1, Section 1", "The fee is 300 crowns."),
        (samples.ORDINANCE, "Schedule 1", "Class | Fee\nSmall keeper | $20"),
        (samples.BRITISH, "Section 1(1)(a)", "(a) more than 40 tokens, or"),
        (samples.BRITISH, "Section 1(2), “vault”", "“vault” means a room that is dry."),
        (samples.BRITISH, "Schedule 1, para 1", "1 The fee is 300 crowns."),
        (samples.REGULATION, "Recital 1", "(1) Tokens should be kept dry."),
        (samples.REGULATION, "Article 1(1)(b)", "(b) report within 3 days."),
        (samples.REGULATION, "Article 1(2)", "2. Article 9 is replaced by ‘dry’."),
        (samples.REGULATION, "footnote 1", "OJ L 9, 1.1.2020, p. 1."),
    ],
)
def test_a_number_is_a_locator(text: str, label: str, says: str) -> None:
    """Each provision, definition, note and table stands at the place that its numbers make."""
    assert at(law(text), label) == [says]


@pytest.mark.parametrize(
    ("text", "title", "published", "kind", "issuer", "place"),
    [
        (samples.AKOMA_NTOSO, "Token Keepers Act 2021", "2021-03-04", "act", "House of Tokens", "United Kingdom"),
        (
            samples.PUBLIC_LAW,
            "Token Keepers Act, Public Law 150–9",
            "2021-03-04",
            "act",
            "US Congress",
            "United States",
        ),
        (samples.BRITISH, "Token Keepers Act 2021", "2021-03-04", "act", "", "United Kingdom"),
        (samples.CODE, "United States Code, Title 99—TOKENS", None, "act", "US Congress", "United States"),
        (samples.ORDINANCE, "Token Keepers Ordinance (Cap. 9999)", "2021-10-01", "ordinance", "", "Hong Kong"),
        (
            samples.REGULATION,
            "Commission Implementing Regulation (EU) 2021/77 of 4 March 2021 on the keeping of tokens",
            "2021-03-04",
            "regulation",
            "European Commission",
            "European Union",
        ),
    ],
    ids=("akoma ntoso", "public law", "british", "code", "ordinance", "regulation"),
)
def test_the_head_says_what_the_law_is(
    text: str, title: str, published: str | None, kind: str, issuer: str, place: str
) -> None:
    """Title, date, kind, issuer and place are those that the file states."""
    found = law(text)
    assert (found.title, found.kind, found.issuer, found.jurisdiction) == (title, kind, issuer, place)
    assert (found.published.text if found.published else None) == published


def test_headings_stand_above_what_they_head() -> None:
    """A part, a cross-heading and a section are the headings of its paragraphs, in this order."""
    passages = passages_of(law(samples.AKOMA_NTOSO))
    first = next(passage for passage in passages if passage.locator.startswith("Section 1(1)"))
    assert first.headings == ("Part 1 Keepers", "Licences", "1 Who needs a licence")
    report = next(one for one in passages_of(law(samples.ORDINANCE)) if one.locator == "Section 3A")
    assert report.headings == ("Part 1 Preliminary", "Duties of keepers", "3A. Reports")


def passages_of(document: Document) -> list[Passage]:
    """Return the passages of a law as the library would hold it."""
    return split(document, policy_of("own-0", Path("law.xml"), document, Details(), ""), count)


def test_periods_and_states_become_lives() -> None:
    """A provision holds from its own day, a repealed one has ended, and one not yet in operation is not in force."""
    document = law(samples.ORDINANCE)
    lives = {passage.locator: passage.life for passage in passages_of(document)}
    day = date(2022, 1, 1)
    assert document.effective is not None
    assert document.effective.text == "2019-06-01"
    assert lives["Section 3A"].effective == PartialDate.parse("2019-08-02")
    assert lives["Section 3A"].nature is Nature.RULE
    assert standing(lives["Section 3A"], day) is Standing.IN_FORCE
    assert standing(lives["Section 4"], day) is Standing.SUPERSEDED
    assert standing(lives["Section 5"], day) is Standing.NOT_YET_IN_FORCE
    assert any("not yet in force: 1 pieces" in told for told in document.warnings)
    period = next(block for block in law(samples.AKOMA_NTOSO).blocks if block.label == "Section 1(1)")
    assert dict(period.attributes) == {"effective": "2021-06-01", "ended": "2023-01-01"}


def test_a_part_does_not_say_when_its_sections_began() -> None:
    """The body has the day of the latest change in it; a section has its own, and a prospective one has none."""
    document = law(samples.BRITISH)
    days = {block.label: dict(block.attributes).get("effective") for block in document.blocks}
    assert (days["Section 1(1)"], days["Section 2"], days["Schedule 1, para 1"]) == ("2021-06-01", "", None)
    assert document.effective == PartialDate.parse("2021-06-01")


def test_a_law_without_periods_claims_no_standing() -> None:
    """The text of a public law does not say from when it holds, and a bill is a proposal."""
    document = law(samples.PUBLIC_LAW)
    assert document.effective is None
    assert {passage.life.nature for passage in passages_of(document)} == {Nature.UNKNOWN}
    bill = law(samples.PUBLIC_LAW.replace("pLaw", "bill"))
    assert bill.kind == "bill"
    assert {passage.life.nature for passage in passages_of(bill)} == {Nature.PROPOSAL}


def test_struck_words_are_kept_apart() -> None:
    """What the act strikes is shown as struck, and what it inserts stands."""
    block = next(block for block in law(samples.AKOMA_NTOSO).blocks if block.label == "Section 1(1)(b)")
    assert block.text == "(b) tokens of ten persons."
    assert [words for _, words in block.struck] == ["six"]


def test_notes_outside_of_provisions_are_kept() -> None:
    """What stands in the margin of the title, and the history below the law, is read behind the text."""
    text = samples.PUBLIC_LAW.replace("</preface>", "</preface><main><sidenote>Title 99 note.</sidenote></main>")
    document = law(
        text.replace("</pLaw>", "<legislativeHistory><note>House Report 9.</note></legislativeHistory></pLaw>")
    )
    assert at(document, "margin note") == ["Title 99 note."]
    assert at(document, "note") == ["House Report 9."]


def test_a_judgment_is_no_act() -> None:
    """Courts publish in Akoma Ntoso too; its paragraphs are cited by their numbers."""
    text = (
        f'<akomaNtoso xmlns="{samples.AKN}"><judgment><judgmentBody><decision><paragraph><num>1.</num><content><p>The '
        "keeper must pay.</p></content></paragraph></decision></judgmentBody></judgment></akomaNtoso>"
    )
    document = law(text)
    assert document.kind == "judgment"
    assert [(block.label, block.text) for block in document.blocks] == [("(1)", "1. The keeper must pay.")]


def test_a_date_in_the_future_is_not_claimed() -> None:
    """A version that is only planned has no day of publication yet."""
    assert law(samples.ORDINANCE.replace("<dc:date>2021", "<dc:date>2199")).published is None


def test_a_page_that_is_well_formed_is_read_as_a_page() -> None:
    """EUR-Lex gives pages whose names end in `.xml` or `.xhtml`."""
    page = (
        '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>T</title></head><body><h1>Circular</h1>'
        "<p>A keeper must report within five days of a theft.</p></body></html>"
    )
    for name in ("page.xml", "page.xhtml"):
        assert load(page.encode(), name).blocks[-1].text == "A keeper must report within five days of a theft."

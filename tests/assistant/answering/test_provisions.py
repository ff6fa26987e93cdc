"""A provision in the part that is named with it, where the part is a heading and where it is only a line."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.answering.documents.provisions import says_more, whole_provisions
from assistant.answers.records import Intent, Query
from assistant.understanding.documents import asked_of, provisions
from corpus.language.locators import slug
from corpus.records import Life, Nature, Passage, Policy

LIFE = Life(Nature.UNKNOWN, None)
OWN = Policy("own-1", "Directions", "", "", "document", LIFE)
QUERY = Query("", "", date(2026, 6, 1), Intent.FACT)
LINES = ["{} A{}", "1. Tell the desk.", "2. Hold capital.", "{} B{}", "1. Tell the fee.", "2. Pay the fee of part A."]


def passages(*texts: str) -> list[Passage]:
    """Make passages of a document without headings."""
    return [Passage(f"own-1#p{number}", "own-1", text, f"¶{number}", LIFE) for number, text in enumerate(texts, 1)]


@pytest.mark.parametrize(
    ("name", "end"), [("Part", ". Conduct"), ("PART", " - Conduct"), ("Schedule", ""), ("Annex", ":")]
)
@pytest.mark.parametrize("cuts", [(0, 1, 2, 3, 4, 5), (0, 2, 4), (0,), (0, 3)])
def test_a_part_that_is_no_heading_is_told_by_its_line(name: str, end: str, cuts: tuple[int, ...]) -> None:
    """Numbers are looked for between the line that names the part and the next such line, however it is cut."""
    lines = [line.format(name, end) for line in LINES]
    held = ["\n".join(lines[start:stop]) for start, stop in zip(cuts, (*cuts[1:], len(lines)), strict=True)]
    for part, said in (("A", "Hold capital."), ("B", "Pay the fee of part A.")):
        wanted = provisions(f"What does paragraph 2 of {name} {part} say?")
        told = whole_provisions(wanted, [OWN], {"own-1": passages(*held)}, QUERY)
        assert [point.text for point in told.points] == [said]


def test_a_part_that_nothing_names_is_looked_for_everywhere() -> None:
    """A text without parts has its paragraph 2 wherever it stands."""
    told = whole_provisions(
        provisions("What does paragraph 2 of Part C say?"),
        [OWN],
        {"own-1": passages("1. Tell.", "2. Hold capital.")},
        QUERY,
    )
    assert [point.text for point in told.points] == ["Hold capital."]


def test_what_a_provision_does_not_speak_of_is_looked_for() -> None:
    """A question that names one provision may ask for another: its own words tell."""
    held = {
        "own-1": passages("Section 4. No keeper opens a branch without approval of the desk.", "Section 9. A fine.")
    }
    for question, more in (
        ("Section 4 wants approval for a branch. Which section punishes a breach of it?", True),
        ("Does section 4 want approval of the desk for a branch?", False),
        ("What does section 4 say?", False),
    ):
        wanted = provisions(question)
        told = whole_provisions(wanted, [OWN], held, QUERY)
        asked = asked_of(question)
        assert (bool(asked) and says_more(wanted, asked, told, held)) is more


@pytest.mark.parametrize(
    ("locator", "text", "question", "said"),
    [
        ("Article 4(1)", "1. It holds:\n(a) 350 000;\n(b) 725 000.", "What does Article 4(1)(b) say?", "(b) 725 000."),
        ("Article 4(1)", "1. It holds:\n(a) 350;\n(i) cash;\n(b) 7.\nThat is all.", "What does Article 4(1)(a) say?",
         "(a) 350;\n(i) cash;"),
        ("Article 4", "1. It holds:\n(a) 350;\n2. It tells:\n(a) the desk.", "What does Article 4(2)(a) say?",
         "(a) the desk."),
        ("para 1.2", "1.2 Publish:\n(a) in 9 days;\n(b) in 15 days.\nPart II", "What is paragraph 1.2(b)?",
         "(b) in 15 days."),
        ("Article 4(1)(a)-(c)", "(a) 350;\n(b) 725;\n(c) 9.", "What does Article 4(1)(b) say?", "(b) 725;"),
    ],
)  # fmt: skip
def test_a_point_is_found_in_the_passage_of_what_it_belongs_to(
    locator: str, text: str, question: str, said: str
) -> None:
    """Short points stand in one passage; one that it does not have is missing still."""
    held = {"own-1": [Passage(f"own-1#{slug(locator)}", "own-1", text, locator, LIFE)]}
    told = whole_provisions(provisions(question), [OWN], held, QUERY)
    assert [point.text for point in told.points] == [said]
    assert whole_provisions(provisions("What does Article 4(1)(g) say?"), [OWN], held, QUERY).missing


def test_a_provision_behind_a_short_line_is_found() -> None:
    """A line of few words stands in the passage of what follows it, and its place begins that of the passage."""
    for locator, question in (("¶1-第一條", "第一條說甚麼？"), ("¶1-Article 1", "What does Article 1 say?")):
        held = {"own-1": [Passage(f"own-1#{slug(locator)}", "own-1", "Done.\nIt reports.", locator, LIFE)]}
        told = whole_provisions(provisions(question), [OWN], held, QUERY)
        assert [point.text for point in told.points] == ["Done.\nIt reports."]


@pytest.mark.parametrize(
    ("label", "question"),
    [
        ("第四條", "第四條說甚麼？"), ("第4條", "第四條說甚麼？"), ("第四条", "第4條规定什么？"),
        ("第一百零五條", "第105條"),
        ("第八條之一", "第八條之一說甚麼？"), ("第8條之1", "第八條之一"),
    ],
)  # fmt: skip
def test_a_chinese_provision_is_found_by_its_number(label: str, question: str) -> None:
    """However text and question write it; an added one is not the one that it was added to."""
    held = {
        "own-1": [Passage(f"own-1#{slug(one)}", "own-1", f"{one} 須報告。", one, LIFE) for one in ("第八條", label)]
    }
    told = whole_provisions(provisions(question), [OWN], held, QUERY)
    assert [point.hit.passage.locator for point in told.points] == [label]

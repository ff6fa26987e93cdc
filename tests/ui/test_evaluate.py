"""The page Evaluate in a real Chromium: upload, correct, answer, score, look at single questions, label."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.ui.conftest import in_browser, visit

pytestmark = in_browser

PATIENCE = 60_000  # milliseconds, on a machine that does other things too
MARGIN = "Is margin lending against bitcoin allowed in Hong Kong?"
QUESTIONS = [
    {"id": "q1", "user_input": MARGIN, "key_facts": [{"text": "Allowed by circular 26EC5", "any_of": ["26EC5"]}]},
    {"id": "q2", "user_input": "Which coin will double next year?", "expected_behavior": "refuse"},
]
ANSWERS = [
    {"id": "q1", "response": "It is allowed by circular 26EC5."},
    {"id": "q2", "response": "<script>window.hacked=1</script> Bitcoin will."},
]


def rows(*items: dict[str, object]) -> bytes:
    """Write rows as JSONL."""
    return "".join(json.dumps(item) + "\n" for item in items).encode()


def give(page: Page, place: int, name: str, data: bytes) -> None:
    """Put a file into the first or second upload field."""
    field = page.locator("input[type=file]").nth(place)
    field.set_input_files({"name": name, "mimeType": "application/octet-stream", "buffer": data}, timeout=PATIENCE)


@pytest.fixture
def page(browser: Browser, address: str) -> Page:
    """Open the page by its own address, in a fresh session."""
    with visit(browser, f"{address}/evaluate") as opened:
        expect(opened.get_by_role("heading", name="Evaluate")).to_be_visible(timeout=PATIENCE)
        yield opened


def test_two_sets_are_scored_and_looked_into(page: Page) -> None:
    """The verdict, the comparison and a question with its answers; markup in an answer stays text."""
    give(page, 0, "questions.jsonl", rows(*QUESTIONS))
    expect(page.get_by_text("2 questions loaded.")).to_be_visible(timeout=PATIENCE)
    field = page.locator("input[type=file]").nth(1)
    good = rows(ANSWERS[0], {"id": "q2", "response": "I do not predict prices.", "refused": True})
    files = [("good.jsonl", good), ("bad.jsonl", rows(*ANSWERS))]
    field.set_input_files([{"name": name, "mimeType": "text/plain", "buffer": data} for name, data in files])
    page.get_by_role("button", name="Score", exact=True).click(timeout=PATIENCE)
    expect(page.get_by_text("2 of 2 right")).to_be_visible(timeout=PATIENCE)
    page.get_by_text("Statistics", exact=True).click()
    expect(page.get_by_role("heading", name="bad against good")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("<script>window.hacked=1</script>").first).to_be_visible(timeout=PATIENCE)
    assert page.evaluate("window.hacked") is None
    with page.expect_download() as saved:
        page.get_by_role("button", name="Scores, CSV").click()
    assert "good,q1,correct,1.000000,ok" in Path(saved.value.path()).read_text(encoding="utf-8")


def test_the_sample_says_in_words_which_set_is_better(page: Page) -> None:
    """By one click and without a file: right answers counted, whether the questions tell the sets apart, and rows."""
    page.get_by_role("button", name="Score the sample").click(timeout=PATIENCE)
    verdict = page.locator(".st-key-verdict")
    expect(verdict.get_by_text("5 of 5 right")).to_be_visible(timeout=PATIENCE)
    expect(verdict.get_by_text("2 of 5 right")).to_be_visible()
    better = "assistant A has 3 more right than assistant B, but 5 questions are too few to be sure that it is better."
    expect(page.get_by_text(better)).to_be_visible()
    # The first row is one to be mended, with its verdicts beside the answers.
    expect(page.get_by_text("It took effect on 1 August 2024.")).to_be_visible()
    expect(page.locator(".stMarkdownBadge", has_text="✗ wrong")).to_be_visible()
    page.get_by_role("combobox", name="Question").click()
    page.get_by_role("option", name="mica: Which regulation is MiCA?").click()
    expect(page.get_by_text("MiCA is Regulation (EU) 2023/1114.")).to_have_count(2, timeout=PATIENCE)
    page.get_by_role("button", name="Close the sample").click()
    expect(verdict).to_have_count(0, timeout=PATIENCE)


def test_a_row_of_the_table_opens_its_answers(page: Page) -> None:
    """Picking a question in the table shows what each set answered to it."""
    page.get_by_role("button", name="Score the sample").click(timeout=PATIENCE)
    table = page.get_by_test_id("stDataFrame").first
    expect(page.get_by_text("It took effect on 1 August 2024.")).to_be_visible(timeout=PATIENCE)
    table.scroll_into_view_if_needed()
    table.click(position={"x": 15, "y": 35 * 5 + 17})  # its last row: a head and five rows of 35 pixels
    expect(page.get_by_text("MiCA is Regulation (EU) 2023/1114.").first).to_be_visible(timeout=PATIENCE)


def test_an_unknown_column_is_told_and_can_be_chosen(page: Page) -> None:
    """A set whose question column is unknown says so, and shows how each of its columns is read."""
    give(page, 0, "odd.csv", b"id,frage\nq1,Is staking allowed?\n")
    expect(page.get_by_text("user_input is missing")).to_be_visible(timeout=PATIENCE)
    page.get_by_text("Columns of odd.csv").click()
    expect(page.get_by_role("combobox", name="id")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_role("combobox", name="frage")).to_be_visible()


def test_what_is_left_out_is_told(page: Page) -> None:
    """A column that is not read is named outside its closed list, and a question that nothing judges is counted."""
    asked = b"id,question,reference,behavior\nq1,Who licenses?,The SFC,\nq2,Will it rise?,,refuse\n"
    give(page, 0, "odd.csv", asked)
    expect(page.get_by_text("Not read in odd.csv: behavior.")).to_be_visible(timeout=PATIENCE)
    answers = [b"id,answer\nq1,The SFC.\nq2,Yes.\n", b"id,answer\nq1,The SFC does.\nq2,No.\n"]
    page.locator("input[type=file]").nth(1).set_input_files(
        [
            {"name": f"{name}.csv", "mimeType": "text/plain", "buffer": data}
            for name, data in zip("ab", answers, strict=True)
        ]
    )
    page.get_by_role("button", name="Score", exact=True).click(timeout=PATIENCE)
    expect(page.get_by_text("Not judged: 1 of 2 questions.")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("a and b have as many right: nothing tells that one is better.")).to_be_visible()


def test_a_table_of_some_questions_has_no_scroll_bar_of_its_own(page: Page) -> None:
    """Fourteen rows and their head are seen at once."""
    asked = [QUESTIONS[0] | {"id": f"q{number}"} for number in range(14)]
    give(page, 0, "questions.jsonl", rows(*asked))
    give(page, 1, "answers.jsonl", rows(*(ANSWERS[0] | {"id": one["id"]} for one in asked)))
    page.get_by_role("button", name="Score", exact=True).click(timeout=PATIENCE)
    expect(page.get_by_text("of 14 right")).to_be_visible(timeout=PATIENCE)
    box = page.get_by_test_id("stDataFrame").first.bounding_box()
    assert box is not None
    assert box["height"] >= 15 * 35


def test_a_bad_file_is_one_clear_line(page: Page) -> None:
    """What is no table is refused with its name, and nothing else happens."""
    give(page, 0, "broken.jsonl", b"{not json\n")
    expect(page.get_by_text("broken.jsonl, row 1").or_(page.get_by_text("broken.jsonl, line 1"))).to_be_visible(
        timeout=PATIENCE
    )


def test_questions_are_answered_here_and_labelled(page: Page) -> None:
    """This assistant answers, the answers can be scored, and a person labels them blind."""
    give(page, 0, "questions.jsonl", rows(*QUESTIONS))
    page.get_by_text("Answer the questions here", exact=True).click(timeout=PATIENCE)
    page.get_by_role("button", name="Answer", exact=True).click(timeout=PATIENCE)
    expect(page.get_by_text("2 are answered.")).to_be_visible(timeout=PATIENCE)
    page.get_by_role("button", name="Score", exact=True).click()
    expect(page.locator(".st-key-verdict").get_by_text("right")).to_be_visible(timeout=PATIENCE)
    expect(page.locator(".st-key-verdict").get_by_text("this-assistant-")).to_be_visible()
    expect(page.get_by_role("button", name="Answer again what failed")).to_have_count(0)  # nothing did
    page.get_by_role("tab", name="Labels").click()
    page.get_by_label("Your initials").fill("ab")
    page.get_by_label("Your initials").press("Enter")
    page.get_by_label("Answers to label").fill("1")
    page.get_by_label("Answers to label").press("Enter")
    expect(page.get_by_text("0 of 1 are labelled")).to_be_visible(timeout=PATIENCE)
    page.get_by_text("right", exact=True).click()
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_text("All are labelled.")).to_be_visible(timeout=PATIENCE)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_needs_no_sideways_scrolling(browser: Browser, address: str, scheme: str) -> None:
    """At 390 pixels, in both themes, scores fit the screen."""
    with visit(browser, f"{address}/evaluate", 390, scheme) as page:
        give(page, 0, "questions.jsonl", rows(*QUESTIONS))
        expect(page.get_by_text("2 questions loaded.")).to_be_visible(timeout=PATIENCE)
        give(page, 1, "answers.jsonl", rows(*ANSWERS))
        page.get_by_role("button", name="Score", exact=True).click(timeout=PATIENCE)
        expect(page.locator(".st-key-verdict").get_by_text("right")).to_be_visible(timeout=PATIENCE)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390

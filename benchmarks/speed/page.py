"""How fast the page is to its user, and how still it stands: `python -m benchmarks.speed.page`.

In a real Chromium, over the index that `ASSISTANT_DATA` names (which is not written to), without a model:

- first paint: from opening the address in a fresh session to the question box on the screen;
- first statement: from Enter to the first words of the answer on the screen, in a warm process;
- Compare: from the click to the last of twelve cells, three places by four aspects;
- Timeline: from the click on a mark to the title of its note beside the chart;
- layout shift: the sum of Chromium's `layout-shift` entries while an answer is made, those right after a key left out,
  as CLS does (up to 0.1 is good).

`--out benchmarks/results/page.json` keeps the figures.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
from collections.abc import Mapping, Sequence
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from benchmarks.tables import write
from tests.ui.conftest import ARGUMENTS, CHROMIUM, question_box, served

QUESTIONS = (
    "Is margin lending against bitcoin allowed?",
    "Can retail investors trade crypto perpetual contracts in Hong Kong?",
    "What was proposed for virtual asset custodians in Hong Kong?",
    "What must a stablecoin issuer hold in reserve?",
    "Is staking allowed for retail clients?",
)
# Runs before the page's own scripts: what is seen is timed where it is seen.
WATCH = """
window.seen = {shift: 0};
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.seen.shift += entry.value;
}).observe({type: 'layout-shift', buffered: true});
const answers = () => [...document.querySelectorAll(
  '[data-testid="stChatMessage"]:has([aria-label="Chat message from assistant"]) [data-testid="stMarkdown"] p'
)].filter((line) => !line.closest('[data-testid="stCaptionContainer"]'));
const painted = (name) => requestAnimationFrame(() => { window.seen[name] = performance.now(); });
new MutationObserver(() => {
  if (!window.seen.box && document.querySelector('[data-testid="stChatInputTextArea"]')) {
    window.seen.box = true;
    painted('opened');
  }
  if (window.seen.asked && !window.seen.told && answers().length > window.seen.before) {
    window.seen.told = true;
    painted('answered');
  }
}).observe(document, {childList: true, subtree: true, characterData: true});
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter') return;
  Object.assign(window.seen, {asked: performance.now(), before: answers().length, told: false, answered: 0, shift: 0});
}, true);
"""
CLICKED = "document.addEventListener('click', () => { window.clicked = performance.now(); }, true);"
COMPARE = (
    "/compare?compare_topic=stablecoins&compare_places=Hong+Kong&compare_places=Singapore&compare_places=European+Union"
)
CELLS = 12
FILLED = """() => [...document.querySelectorAll('.st-key-compare-table tbody td')]
  .filter((cell) => cell.innerText.trim()).length === CELLS
  && document.querySelector('[data-test-script-state="notRunning"]') && performance.now()"""
MARK = '[data-testid="stVegaLiteChart"] .mark-symbol path[aria-roledescription="point"]'
TITLED = "() => document.querySelector('.st-key-sheet-mark h3') && performance.now()"
# The page's policy lets no text run as a script, which is how playwright waits for a condition: it is passed over.
IDLE = "document.querySelector('[data-test-script-state=\"notRunning\"]')"
PATIENCE = 60_000
# Nothing but this machine is reached; a route of playwright would pass each of 105 requests through Python.
ALONE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost"


def opened(page: Page, address: str) -> float:
    """Open the page, and give the milliseconds to its question box."""
    page.add_init_script(WATCH)
    page.goto(address)
    page.wait_for_function("window.seen.opened", timeout=PATIENCE)
    return float(page.evaluate("window.seen.opened"))


def answered(page: Page, question: str) -> tuple[float, float]:
    """Ask, and give the milliseconds to the first words of the answer, and the layout shift until it was whole."""
    question_box(page).fill(question)
    question_box(page).press("Enter")
    page.wait_for_function("window.seen.answered", timeout=PATIENCE)
    milliseconds = float(page.evaluate("window.seen.answered - window.seen.asked"))
    page.wait_for_function(IDLE, timeout=PATIENCE)
    expect(page.get_by_test_id("stPopover").last).to_be_visible(timeout=PATIENCE)
    return milliseconds, float(page.evaluate("window.seen.shift"))


def compared(page: Page, address: str) -> float:
    """Compare three places in four aspects, and give the milliseconds from the click to the whole table."""
    page.goto(f"{address}{COMPARE}")
    button = page.locator(".st-key-compare").get_by_role("button")
    expect(button).to_be_enabled(timeout=PATIENCE)
    page.wait_for_function(IDLE, timeout=PATIENCE)
    button.click()
    aspects = CELLS * 4 // 3  # each row begins with the name of its aspect
    filled = page.wait_for_function(FILLED.replace("CELLS", str(aspects)), timeout=PATIENCE)
    return float(filled.json_value()) - float(page.evaluate("window.clicked"))


def opened_mark(page: Page, address: str, number: int) -> float:
    """Click on a mark of the timeline, and give the milliseconds until its note is titled beside the chart."""
    page.goto(f"{address}/timeline")
    page.locator(MARK).first.wait_for(timeout=PATIENCE)
    page.wait_for_function(IDLE, timeout=PATIENCE)
    page.locator(MARK).nth(number).click(force=True)
    titled = page.wait_for_function(TITLED, timeout=PATIENCE)
    return float(titled.json_value()) - float(page.evaluate("window.clicked"))


def row(name: str, values: Sequence[float], form: str) -> str:
    """Return one line of the table: median, 95th percentile, and how many there were."""
    middle, p95 = of(values)
    return f"| {name} | {middle:{form}} | {p95:{form}} | {len(values)} |"


def of(values: Sequence[float]) -> tuple[float, float]:
    """Return the median and the 95th percentile."""
    ordered = sorted(values)
    return statistics.median(ordered), ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]


def kept(values: Sequence[float], decimals: int = 0) -> dict[str, tuple[float | int, ...]]:
    """Return what the file of results holds of the values."""
    middle, p95 = (round(value, decimals) if decimals else round(value) for value in of(values))
    return {"p50": (middle,), "p95": (p95,), "n": (len(values),)}


def main() -> None:
    """Measure and print the table with its conditions."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=10, help="fresh sessions, each with every question")
    parser.add_argument("--out", type=Path, help="also write the figures as JSON, as `benchmarks/results/` holds them")
    given = parser.parse_args()
    paints: list[float] = []
    answers: list[float] = []
    shifts: list[float] = []
    tables: list[float] = []
    marks: list[float] = []
    before = os.getloadavg()[0]
    with served(Path(os.environ.get("ASSISTANT_DATA", "data"))) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, ALONE])
        with browser.new_page(bypass_csp=True) as page:  # loads the encoder
            opened(page, address)
            answered(page, QUESTIONS[0])
        for number in range(given.sessions):
            with browser.new_page(bypass_csp=True) as page:  # in a context of its own: nothing is in its cache
                paints.append(opened(page, address))
                for question in QUESTIONS:
                    milliseconds, shift = answered(page, question)
                    answers.append(milliseconds)
                    shifts.append(shift)
            with browser.new_page(bypass_csp=True) as page:
                page.add_init_script(CLICKED)
                tables.append(compared(page, address))
                marks.append(opened_mark(page, address, 20 + number))
        version = browser.version
    load = f"load {before:.0f} before, {os.getloadavg()[0]:.0f} after"
    conditions = f"Chromium {version}, the shipped texts, {os.cpu_count()} cores, {load}"
    print(f"{conditions}, Python {platform.python_version()}")
    print("| | median | p95 | n |\n| --- | --- | --- | --- |")
    rows: list[tuple[str, Mapping[str, Sequence[float | int | str]]]] = []
    for name, values, decimals in (
        ("first paint of a new session, ms", paints, 0),
        ("Enter to the first statement, ms", answers, 0),
        ("Compare, three places by four aspects, ms", tables, 0),
        ("a click on the timeline to its note, ms", marks, 0),
        ("layout shift of an answer", shifts, 3),
    ):
        print(row(name, values, f",.{decimals}f"))
        rows.append((name, kept(values, decimals)))
    if given.out:
        write(given.out, "python -m benchmarks.speed.page", conditions, rows)


if __name__ == "__main__":
    main()

"""How fast the page is to its user, and how still it stands: `python -m benchmarks.speed.page`.

In a real Chromium, over the index that `ASSISTANT_DATA` names (which is not written to), without a model:

- first paint: from opening the address in a fresh session to the question box on the screen;
- first statement: from Enter to the first words of the answer on the screen, in a warm process;
- layout shift: the sum of Chromium's `layout-shift` entries while an answer is made, those right after a key left out,
  as CLS does (up to 0.1 is good).
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

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


def row(name: str, values: Sequence[float], form: str) -> str:
    """Return one line of the table: median, 95th percentile, and how many there were."""
    ordered = sorted(values)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
    return f"| {name} | {statistics.median(ordered):{form}} | {p95:{form}} | {len(ordered)} |"


def main() -> None:
    """Measure and print the table with its conditions."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=10, help="fresh sessions, each with every question")
    sessions = parser.parse_args().sessions
    paints: list[float] = []
    answers: list[float] = []
    shifts: list[float] = []
    with served(Path(os.environ.get("ASSISTANT_DATA", "data"))) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, ALONE])
        with browser.new_page() as page:  # loads the encoder
            opened(page, address)
            answered(page, QUESTIONS[0])
        for _ in range(sessions):
            with browser.new_page() as page:  # in a context of its own: nothing is in its cache
                paints.append(opened(page, address))
                for question in QUESTIONS:
                    milliseconds, shift = answered(page, question)
                    answers.append(milliseconds)
                    shifts.append(shift)
        version = browser.version
    print(
        f"Chromium {version}, {os.cpu_count()} cores, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}"
    )
    print("| | median | p95 | n |\n| --- | --- | --- | --- |")
    print(row("first paint of a new session, ms", paints, ",.0f"))
    print(row("submit to first statement, ms", answers, ",.0f"))
    print(row("layout shift of an answer", shifts, ".3f"))


if __name__ == "__main__":
    main()

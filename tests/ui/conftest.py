"""What the browser tests share: the page served on a free port, and a Chromium that reaches nothing else."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from tests import ROOT

CHROMIUM = shutil.which("chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
START_SECONDS = 60

in_browser = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium: apt-get install chromium fonts-noto-cjk"),
    pytest.mark.flaky(reruns=1),  # a browser on a busy machine: what is wrong fails twice
]


def free_port() -> int:
    """Return a port of the loopback interface where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def served(data: Path, *arguments: str, port: int | None = None) -> Iterator[str]:
    """Serve the page with its state in `data`, on a free port unless one is named, and give its address."""
    with serving(data, *arguments, port=port) as (address, _):
        yield address


@contextmanager
def serving(
    data: Path, *arguments: str, port: int | None = None, program: Sequence[str] = ("-m", "streamlit")
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Serve the page as `served` does, and give its address and its process; `program` is what Python runs."""
    port = port or free_port()
    command = [sys.executable, *program, "run", str(ROOT / "ui" / "server.py"), "--server.port", str(port)]
    environment = os.environ | {"ASSISTANT_DATA": str(data), "PYTHONPATH": str(ROOT)}
    server = subprocess.Popen([*command, "--server.headless", "true", *arguments], cwd=ROOT, env=environment)
    address = f"http://localhost:{port}"
    try:
        _wait(address, server)
        yield address, server
    finally:
        server.terminate()
        server.wait(10)


def _wait(address: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the page did not start")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Chromium once."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def shared_address(tmp_path_factory: pytest.TempPathFactory, shipped: Path) -> Iterator[str]:
    """Serve the page over a copy of the shipped corpus, once for all modules that add no documents."""
    with served_copy(tmp_path_factory, shipped) as url:
        yield url


@pytest.fixture(scope="module")
def address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, shipped: Path) -> Iterator[str]:
    """Give the address of the shared page, or serve one for the module alone where it sets `ADDS_DOCUMENTS`."""
    if not getattr(request.module, "ADDS_DOCUMENTS", False):
        yield request.getfixturevalue("shared_address")
        return
    with served_copy(tmp_path_factory, shipped) as url:
        yield url


@contextmanager
def served_copy(tmp_path_factory: pytest.TempPathFactory, shipped: Path) -> Iterator[str]:
    """Serve the page over a copy of the shipped corpus."""
    data = tmp_path_factory.mktemp("page") / "data"
    shutil.copytree(shipped, data)
    with served(data) as url:
        yield url


@contextmanager
def visit(browser: Browser, address: str, width: int = 1200, scheme: str = "light") -> Iterator[Page]:
    """Open a page in a fresh session that reaches nothing but this machine."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    context.route(lambda url: "localhost" not in url, lambda route: route.abort())
    opened = context.new_page()
    opened.goto(address)
    yield opened
    context.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """Open the chat, ready for a question."""
    with visit(browser, address) as opened:
        expect(question_box(opened)).to_be_visible(timeout=30_000)
        yield opened


def chips(page: Page) -> Locator:
    """Find the sources of the answers, a button each."""
    return page.locator("[class*='st-key-chips-']").get_by_role("button")


def panel_of(page: Page) -> Locator:
    """Find the source that is open beside the newest answer."""
    return page.locator("[class*='st-key-beside-'], [class*='st-key-sheet-']").last


def question_box(page: Page) -> Locator:
    """Find where questions are typed."""
    return page.get_by_test_id("stChatInputTextArea")

"""Pages that are pictures, read by Tesseract where it is installed; without it they are told as not read."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import time
from collections.abc import Sequence
from dataclasses import replace

from pypdfium2 import PdfDocument, PdfiumError

from corpus.loading.draft import Draft
from corpus.loading.text import preformatted

PROGRAM = "tesseract"
LANGUAGES = ("eng", "chi_tra", "chi_sim")  # those of them that are installed
SCALE = 200 / 72  # pixels a point: letters of 10 points are 28 high
SECONDS = 20.0  # of one document, well within what a file may take; pages beyond are told as not read
MARK = "read by OCR"


def installed() -> tuple[str, ...]:
    """Return the languages that Tesseract can read here; none where it is not installed."""
    program = shutil.which(PROGRAM)
    if program is None:
        return ()
    listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False, timeout=SECONDS)  # noqa: S603 - a program by its place, and no shell
    return tuple(language for language in LANGUAGES if language in listed.stdout.split())


def recognized(data: bytes, pages: Sequence[int]) -> dict[int, list[Draft]]:
    """Return the paragraphs of some pages of a PDF, which count from 1, by page; a page without letters has none.

    A page that cannot be drawn, or for which no time is left, is not among them.
    """
    languages = installed()
    if not languages or not pages:
        return {}
    ends = time.monotonic() + SECONDS
    found: dict[int, list[Draft]] = {}
    try:
        with PdfDocument(data) as document:
            for number in pages:
                left = ends - time.monotonic()
                if left <= 0:
                    break
                page = document[number - 1]
                image = io.BytesIO()
                page.render(scale=SCALE).to_pil().convert("L").save(image, "PNG")
                found[number] = [
                    replace(draft, page=number, page_end=number)
                    for draft in preformatted(_text(image.getvalue(), languages, left))
                ]
    except (PdfiumError, subprocess.SubprocessError, OSError):
        return found
    return found


def _text(image: bytes, languages: Sequence[str], seconds: float) -> str:
    command = [PROGRAM, "stdin", "stdout", "-l", "+".join(languages), "--psm", "3"]
    one = os.environ | {"OMP_THREAD_LIMIT": "1"}  # several threads are slower here than one
    done = subprocess.run(command, input=image, capture_output=True, check=True, timeout=seconds, env=one)  # noqa: S603 - as above
    return done.stdout.decode("utf-8", errors="replace")

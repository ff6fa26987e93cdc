"""A page of a PDF as a picture, with the quotes of an answer marked where they stand on it.

The words of a passage are not those of the page letter by letter: the loader joins lines and hyphens and takes footnote
marks out. Letters and digits alone are therefore compared, and a quote may stand in several runs of them.
"""

from __future__ import annotations

import io
import threading
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw
from pypdfium2 import PdfBitmap, PdfDocument, PdfiumError, PdfPage, PdfTextPage
from pypdfium2.raw import FPDFText_GetUnicode

from corpus.errors import InputError

LONGEST_SIDE = 1_600  # pixels: sharp on a phone, and about 300 kB
SHARPEST = 2.0  # pixels a point
SHORTEST_RUN = 12  # letters and digits: shorter ones meet by chance
ENOUGH = 0.5  # of a quote's letters must be found on a page, or nothing on it is marked
YELLOW = (255, 232, 120)
MARGIN = 2  # pixels around the letters

_pdfium = threading.Lock()  # PDFium may be used by one thread at a time

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class PageImage:
    """One page as PNG: its number from 1, the number of pages, and how many of the quotes were found on it."""

    png: bytes
    number: int
    pages: int
    found: int


def first_page(path: Path, quotes: tuple[str, ...], pages: Sequence[int]) -> int:
    """Return the first of some pages that holds a quote, for a paragraph that runs over several; else the first one."""
    return next((number for number in pages if page_image(path, number, quotes).found), pages[0])


@lru_cache(maxsize=48)  # 15 MB at most
def page_image(path: Path, number: int, quotes: tuple[str, ...]) -> PageImage:
    """Draw a page with the quotes marked; raise InputError, in one line, for a file or page that cannot be drawn.

    The file is taken not to change: the library names its files by their content.
    """
    try:
        with _pdfium, PdfDocument(path) as document:
            if not 1 <= number <= len(document):
                raise InputError(f"The document has {len(document)} pages and no page {number}.")
            return _drawn(document, number, quotes)
    except FileNotFoundError as error:
        raise InputError("The page cannot be shown: the file is gone. Add the document again.") from error
    except PdfiumError as error:
        raise InputError(
            "The page cannot be shown: the file is damaged or locked. The text above is from it."
        ) from error


def _drawn(document: PdfDocument, number: int, quotes: Sequence[str]) -> PageImage:
    page = document[number - 1]
    scale = min(SHARPEST, LONGEST_SIDE / max(1.0, *page.get_size()))
    bitmap = page.render(scale=scale)
    text = page.get_textpage()
    # Not `get_text_range`: it leaves out characters, after which its places are no longer those of the page.
    chars = [chr(FPDFText_GetUnicode(text, place)) for place in range(text.count_chars())]
    runs = [list(_runs(chars, quote)) for quote in quotes]
    boxes = [box for found in runs for start, length in found for box in _boxes(text, page, bitmap, start, length)]
    image = _marked(bitmap.to_pil().convert("RGB"), boxes)
    out = io.BytesIO()
    image.save(out, "PNG")
    return PageImage(out.getvalue(), number, len(document), sum(bool(found) for found in runs))


def _runs(chars: Sequence[str], quote: str) -> Iterator[tuple[int, int]]:
    """Yield where the quote stands in the characters of a page, as (start, length), if most of it does."""
    letters = [(letter, place) for place, char in enumerate(chars) for letter in _letters(char)]
    page, places = "".join(letter for letter, _ in letters), [place for _, place in letters]
    words = _letters(quote)
    whole = page.find(words) if words else -1
    blocks = [(whole, len(words))] if whole >= 0 else _blocks(page, words)
    if sum(length for _, length in blocks) < max(1, ENOUGH * len(words)):
        return
    for start, length in blocks:
        yield places[start], places[start + length - 1] - places[start] + 1


def _letters(text: str) -> str:
    """Return the letters and digits alone, those of a ligature one by one."""
    return "".join(char for char in unicodedata.normalize("NFKC", text).casefold() if char.isalnum())


def _blocks(page: str, words: str) -> list[tuple[int, int]]:
    matches = SequenceMatcher(None, page, words, autojunk=False).get_matching_blocks()
    return [(match.a, match.size) for match in matches if match.size >= SHORTEST_RUN]


def _boxes(text: PdfTextPage, page: PdfPage, bitmap: PdfBitmap, start: int, length: int) -> Iterator[Box]:
    """Yield the box of each line of a run in pixels, from the upper left corner."""
    converter = bitmap.get_posconv(page)
    for number in range(text.count_rects(start, length)):
        left, bottom, right, top = text.get_rect(number)
        (x, y), (other_x, other_y) = converter.to_bitmap(left, top), converter.to_bitmap(right, bottom)
        yield min(x, other_x), min(y, other_y), max(x, other_x), max(y, other_y)


def _marked(image: Image.Image, boxes: Sequence[Box]) -> Image.Image:
    """Lay yellow over the boxes as a marker pen does: the darker of the two colours stays."""
    if not boxes:
        return image
    pen = Image.new("RGB", image.size, "white")
    draw = ImageDraw.Draw(pen)
    for left, top, right, bottom in boxes:
        draw.rectangle((left - MARGIN, top - MARGIN, right + MARGIN, bottom + MARGIN), fill=YELLOW)
    return ImageChops.multiply(image, pen)

"""Pages of own PDFs as pictures: the right page, the quote marked, a bounded size, a line for what cannot be drawn."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image

from corpus.errors import InputError
from corpus.library import Library
from corpus.loading import load
from corpus.loading.pdf.pictures import LONGEST_SIDE, YELLOW, PageImage, first_page, page_image
from tests.conftest import shared
from tests.corpus.loading.pdf_bytes import lines, make_pdf

MEMO = "The quokka custodian must report to the wombat board every fortnight."
FIRST, SECOND = "The quokka custodian must re-", "port to the wombat board every fortnight."


@pytest.fixture
def memo(tmp_path: Path) -> Path:
    """Write a PDF of three pages whose second holds the memo over two lines with a hyphen."""
    path = tmp_path / "memo.pdf"
    path.write_bytes(
        make_pdf([lines("A title"), lines("Before it.", FIRST, SECOND, "After it."), lines("The last page")])
    )
    return path


def marked_rows(shown: PageImage) -> list[int]:
    """Return the rows of the picture, in points from the top of the page, that hold the colour of the marker."""
    image = Image.open(io.BytesIO(shown.png))
    scale = image.height / 800
    pixels = image.load()
    assert pixels is not None
    rows = (y for y in range(image.height) if any(pixels[x, y] == YELLOW for x in range(0, image.width, 2)))
    return sorted({round(y / scale) for y in rows})


def test_the_quote_is_marked_on_both_lines_and_nowhere_else(memo: Path) -> None:
    """The lines stand 112 and 124 points below the top of the page; a hyphen at a line's end does not matter."""
    shown = page_image(memo, 2, (MEMO,))
    assert (shown.number, shown.pages, shown.found) == (2, 3, 1)
    rows = marked_rows(shown)
    assert min(rows) > 100
    assert max(rows) < 130
    assert any(row < 114 for row in rows)
    assert any(row > 118 for row in rows)


def test_a_quote_that_is_not_there_is_not_marked(memo: Path) -> None:
    """Another page, and words that only begin alike."""
    assert page_image(memo, 1, (MEMO,)).found == 0
    assert marked_rows(page_image(memo, 1, (MEMO,))) == []
    assert page_image(memo, 2, ("The quokka custodian must never sleep, whatever the wallaby says.",)).found == 0
    assert page_image(memo, 2, ("", "…")).found == 0


def test_a_paragraph_over_several_pages_opens_where_the_quote_is(memo: Path) -> None:
    """The first of its pages that holds the quote; the first of all where none does."""
    assert first_page(memo, (MEMO,), range(1, 4)) == 2
    assert first_page(memo, ("nowhere",), range(1, 4)) == 1


def test_a_quote_over_the_end_of_a_page_is_marked_on_both(tmp_path: Path) -> None:
    """Each page marks its part, if it is most of the quote; the page that holds less marks nothing."""
    path = tmp_path / "over.pdf"
    path.write_bytes(make_pdf([lines("The quokka custodian must report to the"), lines("wombat board.")]))
    quote = "The quokka custodian must report to the wombat board."
    assert [page_image(path, page, (quote,)).found for page in (1, 2)] == [1, 0]


@pytest.mark.parametrize(("width", "height"), [(600, 800), (14_000, 200), (1, 1)])
def test_the_picture_is_never_larger_than_a_screen_needs(tmp_path: Path, width: int, height: int) -> None:
    """A poster is drawn smaller, a page sharp enough to read."""
    path = tmp_path / "page.pdf"
    page = make_pdf([lines("A page")]).replace(b"[0 0 600 800]", b"[0 0 %d %d]" % (width, height))
    path.write_bytes(page)
    image = Image.open(io.BytesIO(page_image(path, 1, ()).png))
    assert max(image.size) <= LONGEST_SIDE + 1


@pytest.mark.parametrize("number", [0, 4, -1])
def test_a_page_that_is_not_there_is_one_line(memo: Path, number: int) -> None:
    """The line says how many there are."""
    with pytest.raises(InputError, match="has 3 pages and no page"):
        page_image(memo, number, ())


@pytest.mark.parametrize(
    "data",
    [b"", b"%PDF-1.7 and nothing more", make_pdf([lines("A page")])[:300], make_pdf([lines("A page")], "secret")],
    ids=["empty", "rubbish", "cut", "locked"],
)
def test_a_broken_or_locked_file_is_one_line(tmp_path: Path, data: bytes) -> None:
    """Nothing crashes, and the reader is pointed to the text."""
    path = tmp_path / "broken.pdf"
    path.write_bytes(data)
    with pytest.raises(InputError, match="The page cannot be shown: the file is damaged or locked") as raised:
        page_image(path, 1, (MEMO,))
    assert "\n" not in str(raised.value)


def test_a_file_that_is_gone_is_one_line(tmp_path: Path) -> None:
    """The line says what to do."""
    with pytest.raises(InputError, match="the file is gone"):
        page_image(tmp_path / "gone.pdf", 1, ())


def test_many_readers_at_once_draw_the_same(memo: Path) -> None:
    """PDFium is used by one thread at a time."""
    with ThreadPoolExecutor(8) as readers:
        drawn = list(readers.map(lambda n: page_image(memo, n % 3 + 1, (f"{MEMO} {n}",)).png, range(24)))
    assert len(set(drawn)) == 3


def test_quotes_of_a_real_law_are_found_on_their_pages(tmp_path: Path) -> None:
    """Thirty paragraphs of the GENIUS Act, with footnotes and hyphens, are found where the loader read them."""
    file = shared("documents", "US_PL119-27_GENIUS_Act_2025.pdf")
    blocks = [block for block in load(file.read_bytes(), file.name).blocks if block.page and len(block.text) > 80]
    for block in blocks[:: len(blocks) // 30]:
        assert block.page is not None
        pages = range(block.page, (block.page_end or block.page) + 1)
        assert any(page_image(file, page, (block.text,)).found for page in pages), block.text


def test_the_librarys_files_can_be_drawn(tmp_path: Path) -> None:
    """What was added is drawn from its stored bytes."""
    from corpus.library import Details

    data = make_pdf([lines("Quokka custody memo of 5 January 2026.", MEMO)])
    added = Library(tmp_path / "library").add(data, "memo.pdf", Details())
    assert page_image(added.document.path, 1, (MEMO,)).found == 1

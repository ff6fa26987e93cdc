"""Sound files of every format, and what chance makes of them: cut, flipped, doubled, mixed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from random import Random

from tests.corpus.loading.docx_bytes import levels, make_docx, num, p, table
from tests.corpus.loading.laws import samples
from tests.corpus.loading.odf.odf_bytes import make_ods, make_odt
from tests.corpus.loading.office.made import LETTER, make_epub, make_pptx, shape
from tests.corpus.loading.pdf_bytes import lines, make_pdf
from tests.corpus.loading.sheets.books import capital, saved

RULE = "A keeper of tokens must report a theft within five days."
ROW = "<table:table-row>{}</table:table-row>"
CELL = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
SOUND: Mapping[str, Callable[[], bytes | str]] = {
    "pdf": lambda: make_pdf([lines(*[RULE] * 20)] * 3),
    "docx": lambda: make_docx(
        p(RULE, numbers="1/0") * 5 + table(("a", "b"), ("c", "d")), numbering=levels(("decimal", "%1.")) + num("1")
    ),
    "xlsx": lambda: saved(capital()),
    "ods": lambda: make_ods(
        f'<table:table table:name="S">{ROW.format(CELL.format("Place") + CELL.format("Fee")) * 9}</table:table>'
    ),
    "odt": lambda: make_odt(f"<text:p>{RULE}</text:p>" * 9),
    "pptx": lambda: make_pptx(shape("Keepers", place="title") + shape(RULE), shape(RULE)),
    "epub": lambda: make_epub(f"<h1>Keepers</h1><p>{RULE}</p>", f"<p>{RULE}</p>"),
    "eml": lambda: LETTER,
    "rtf": lambda: r"{\rtf1\ansi{\fonttbl{\f0 A;}}\b Keepers\b0\par " + RULE + r"\par \trowd\cellx1 a\cell\row}",
    "html": lambda: f"<html><head><title>Keepers</title></head><body><table><tr><td>a<td>b</table><ol><li>{RULE}</ol>",
    "md": lambda: f"# Keepers\n\n{RULE}\n\n| a | b |\n|---|---|\n| c | d |\n\n- {RULE}\n",
    "txt": lambda: f"Keepers\n\n1. {RULE}\n\n2. {RULE}\n",
    "csv": lambda: b'Place,Fee\nJapan,7\nMalta,"9"\n',
    "xml": lambda: samples.BRITISH,
    "zip": lambda: make_docx(p(RULE)),
}


def _bytes(made: bytes | str) -> bytes:
    return made.encode("utf-8", "replace") if isinstance(made, str) else made


def _flipped(data: bytes, random: Random) -> bytes:
    made = bytearray(data)
    for _ in range(1 + len(made) // 200):
        made[random.randrange(len(made))] = random.randrange(256)
    return bytes(made)


def _moved(data: bytes, random: Random) -> bytes:
    """Exchange two pieces."""
    a, b, c, d = sorted(random.randrange(len(data) + 1) for _ in range(4))
    return data[:a] + data[c:d] + data[b:c] + data[a:b] + data[d:]


def _doubled(data: bytes, random: Random) -> bytes:
    a, b = sorted(random.randrange(len(data) + 1) for _ in range(2))
    return data[:b] + data[a:b] * random.randrange(2, 40) + data[b:]


def _figures(data: bytes, random: Random) -> bytes:
    """Make some digits enormous."""
    places = [place for place, byte in enumerate(data) if 48 <= byte < 58]
    made = data
    for place in sorted(random.sample(places, min(3, len(places))), reverse=True):
        made = made[:place] + b"9" * random.choice((12, 400)) + made[place:]
    return made


FAULTS: Mapping[str, Callable[[bytes, Random], bytes]] = {
    "cut": lambda data, random: data[: random.randrange(len(data) // 3, len(data))],
    "flipped": _flipped,
    "moved": _moved,
    "doubled": _doubled,
    "figures": _figures,
}


def broken(seed: int) -> Iterator[tuple[str, bytes]]:
    """Yield the name and bytes of each sound file with each fault; the same seed gives the same files."""
    for kind, made in SOUND.items():
        for fault, change in FAULTS.items():
            yield f"{fault}.{kind}", change(_bytes(made()), Random(f"{seed} {kind} {fault}"))

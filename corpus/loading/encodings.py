"""Decoding a text as browsers do (WHATWG Encoding Standard), with a warning where the encoding was guessed."""

from __future__ import annotations

import re
from collections.abc import Sequence

import webencodings
from charset_normalizer import from_bytes

from corpus.errors import InputError

SAMPLE = 65_536  # bytes that decide on the encoding; the guess takes about a second a megabyte
BINARY_SHARE = 0.01  # share of control characters above which a file is no text
COMMON_SHARE = 0.9  # of the double bytes that are frequent characters: a Chinese text has more, any other far fewer
DENSE = 0.25  # share of bytes above ASCII from which a text is in another script than the Latin one
DAMAGED = 0.001  # share of letters that a declared encoding may fail to read
HEAD = 4_096  # bytes within which a page declares its encoding; browsers look at the first 1,024
MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
WESTERN = "cp1252"  # what browsers take for ISO-8859-1 and for nothing declared
# The lead bytes of the frequent characters and of punctuation, by which both standards are ordered.
CHINESE: dict[str, Sequence[int]] = {
    "big5hkscs": range(0xA1, 0xC7),
    "gb18030": (*range(0xA1, 0xAA), *range(0xB0, 0xD8)),
}
NAMES = {"big5hkscs": "Big5", "gb18030": "GB 18030", "cp1252": "windows-1252"}

_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x7f]")
_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]{0,500}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE
)


def decode(data: bytes, name: str, *, page: bool = False) -> tuple[str, tuple[str, ...]]:
    """Return the text of bytes, and a warning where its encoding was guessed.

    A byte order mark decides, then whether it is UTF-8, then what a `page` declares about itself. Raise InputError
    where the bytes are no text.
    """
    text, warnings = _decoded(data, name, page=page)
    sample = text[:SAMPLE]
    if len(_CONTROLS.findall(sample)) > BINARY_SHARE * len(sample):
        raise InputError(f"{name} is a binary file, not text: give it its right extension or save it as UTF-8 text.")
    return text, warnings


def _decoded(data: bytes, name: str, *, page: bool) -> tuple[str, tuple[str, ...]]:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace"), ()
    try:
        return data.decode(), ()
    except UnicodeDecodeError:
        declared = _declared(data) if page else ""
    if declared:
        text = data.decode(declared, errors="replace")
        lost = text.count("\ufffd")
        if lost <= DAMAGED * len(text):
            return text, (f"{lost} characters could not be read in the page's own encoding.",) if lost else ()
    guess = _guess(data[:SAMPLE])
    if not guess:
        raise InputError(f"{name} is not text in a known encoding: save it as UTF-8.")
    named = NAMES.get(guess, guess.replace("_", "-"))
    return data.decode(guess, errors="replace"), (f"The text is not UTF-8; it was read as {named}.",)


def _declared(data: bytes) -> str:
    """Return the codec of the encoding that a page names, or nothing."""
    match = _DECLARED.search(data[:HEAD])
    found = webencodings.lookup(match.group(1).decode("ascii")) if match else None
    return str(found.codec_info.name) if found else ""


def _guess(data: bytes) -> str:
    """Return the codec that most likely wrote these bytes, or nothing."""
    shares = {codec: _common_share(data, codec, leads) for codec, leads in CHINESE.items()}
    best = max(shares, key=lambda codec: shares[codec])
    if shares[best] >= COMMON_SHARE:
        return best
    if sum(byte > 0x7F for byte in data) < DENSE * len(data):
        return WESTERN
    found = from_bytes(data).best()
    return "" if found is None else found.encoding


def _common_share(data: bytes, codec: str, leads: Sequence[int]) -> float:
    """Return the share of frequent characters among the double bytes of a Chinese encoding; 0 where it is none."""
    doubles = common = 0
    position = 0
    while position < len(data) - 1:
        if data[position] < 0x80:
            position += 1
            continue
        try:
            data[position : position + 2].decode(codec)
        except UnicodeDecodeError:
            return 0.0
        doubles += 1
        common += data[position] in leads
        position += 2
    return common / doubles if doubles else 0.0

"""Rich text as a row of tokens: groups, control words with their numbers, and letters in the encodings of fonts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

OPEN, CLOSE, WORD, SIGN, BYTES = "open", "close", "word", "sign", "bytes"
WESTERN = "cp1252"
CHARSETS = {  # of fonts, as Windows numbers them
    77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "cp950", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
PAGES = {65001: "utf-8", 10000: "mac_roman", 936: "gb18030", 932: "cp932", 949: "cp949", 950: "cp950"}
LETTERS = {
    "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•",
    "tab": " ", "line": " ", "emspace": " ", "enspace": " ", "qmspace": " ", "softline": " ", "column": " ",
}  # fmt: skip
SIGNS = {"~": "\u00a0", "_": "-", "-": "\u00ad", "{": "{", "}": "}", "\\": "\\"}

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?[0-9]{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Token:
    """A token; `number` is that of a control word, None where it has none."""

    kind: str
    text: str = ""
    number: int | None = None
    data: bytes = b""


def tokens(data: bytes) -> Iterator[Token]:
    """Yield the tokens of a file; the bytes of pictures and objects (`bin`) are passed over."""
    position = 0
    while match := _TOKEN.search(data, position):
        position = match.end()
        word, number, code, sign, brace, letters = match.groups()
        if word is not None:
            token = Token(WORD, word.decode("ascii"), None if number is None else int(number))
            if token.text == "bin":
                position += max(token.number or 0, 0)
            else:
                yield token
        elif code is not None:
            yield Token(BYTES, data=bytes([int(code, 16)]))
        elif sign is not None:
            name = sign.decode("latin-1")
            yield Token(WORD, "par") if name in "\r\n" else Token(SIGN, name)
        elif brace is not None:
            yield Token(OPEN if brace == b"{" else CLOSE)
        elif letters is not None:
            yield Token(BYTES, data=letters)


def encoding_of(page: int | None) -> str:
    """Return the codec of a code page of Windows; the Western one where Python has none."""
    name = PAGES.get(page or 1252, f"cp{page or 1252}")
    try:
        "".encode(name)
    except LookupError:
        return WESTERN
    return name

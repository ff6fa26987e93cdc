"""The content stream of a page as operations: an operator with its operands, read once from left to right."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

MAX_OPERANDS = 50_000  # of one operation: an array of text has some thousand at most
DEEPEST = 8  # parentheses, arrays and dictionaries within one another

_TOKEN = re.compile(
    rb"[\0\t\n\f\r ]+|%[^\r\n]*"
    rb"|(?P<number>[+-]*(?:\d+\.?\d*|\.\d+)(?![A-Za-z]))"
    rb"|(?P<word>[A-Za-z'\"][A-Za-z0-9*'\"]*)"
    rb"|(?P<text>\((?:[^()\\]++|\\[\s\S])*+\))|(?P<nested>\()"
    rb"|(?P<name>/[^\0\t\n\f\r ()<>\[\]{}/%]*)"
    rb"|(?P<open>\[|<<)|(?P<close>\]|>>)"
    rb"|(?P<hex><[0-9A-Fa-f\0\t\n\f\r ]*>)"
    rb"|[\s\S]"
)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|[\s\S])")
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}
_IMAGE_END = re.compile(rb"[\0\t\n\f\r ]EI(?=[\0\t\n\f\r /]|\Z)")
_WORDS = {b"true": True, b"false": False, b"null": None}

Operand = float | bytes | str | list["Operand"] | bool | None


def operations(data: bytes) -> Iterator[tuple[bytes, list[Operand]]]:  # noqa: C901 - one branch per kind of token
    """Yield the operations of a stream; what is no operation is passed over. Names are `str`, strings `bytes`."""
    operands: list[Operand] = []
    open_: list[list[Operand]] = []
    position, end = 0, len(data)
    while position < end and (match := _TOKEN.match(data, position)):
        position = match.end()
        kind = match.lastgroup
        if kind is None:
            continue
        token = match.group()
        if kind == "word" and token not in _WORDS:
            if token == b"ID":  # the bytes of a picture follow
                found = _IMAGE_END.search(data, position)
                position = found.end() if found else end
            yield token, open_[0] if open_ else operands
            operands, open_ = [], []
            continue
        if kind == "open":
            if len(open_) < DEEPEST:
                open_.append(operands)
                operands = []
            continue
        if kind == "nested":
            inner, position = _nested(data, position)
            value: Operand = _text(inner)
        elif kind != "close":
            value = _VALUES[kind](token)
        elif open_:
            value, operands = operands, open_.pop()
        else:
            continue
        if len(operands) < MAX_OPERANDS:
            operands.append(value)


def _number(token: bytes) -> float:
    try:
        return float(token)
    except ValueError:  # signs in a row, as some programs write
        return float(b"-" + token.lstrip(b"+-")) if token.startswith(b"-") else float(token.lstrip(b"+-"))


def _text(inner: bytes) -> bytes:
    if b"\\" not in inner:
        return inner

    def mean(match: re.Match[bytes]) -> bytes:
        code = match.group(1)
        if code[:1].isdigit() and code[:1] < b"8":
            return bytes([int(code, 8) & 255])
        return _ESCAPED.get(code, code)

    return _ESCAPE.sub(mean, inner)


def _hex(token: bytes) -> bytes:
    digits = b"".join(token[1:-1].replace(b"\0", b"").split())
    return bytes.fromhex((digits + b"0" if len(digits) % 2 else digits).decode("ascii"))


def _nested(data: bytes, position: int) -> tuple[bytes, int]:
    """Return a string with parentheses in it, and where it ends; one without an end takes all that follows."""
    start, depth = position, 1
    for match in re.compile(rb"\\[\s\S]|[()]").finditer(data, position):
        if match.group() == b"(":
            depth += 1
        elif match.group() == b")":
            depth -= 1
            if not depth:
                return data[start : match.start()], match.end()
    return b"", len(data)


_VALUES: dict[str, Callable[[bytes], Operand]] = {
    "number": _number,
    "text": lambda token: _text(token[1:-1]),
    "name": lambda token: token.decode("latin-1"),
    "hex": _hex,
    "word": _WORDS.__getitem__,
}

"""Hostile plain texts, Markdown, letters and rich text: what has no end, no order, or no meaning."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping

from tests.corpus.loading.docx_bytes import make_docx

MB = 1_000_000
RULE = "A keeper of tokens must report a theft within five days.\n\n"
HEAD = "From: a@b.example\nSubject: Circular\nDate: Mon, 4 Mar 2024 10:00:00 +0800\nMIME-Version: 1.0\n"


def _nested_letters(depth: int) -> str:
    return "".join(f"{HEAD}Content-Type: message/rfc822\n\n" for _ in range(depth)) + f"{HEAD}\n{RULE}"


def _nested_parts(depth: int) -> str:
    opened = "".join(f'Content-Type: multipart/mixed; boundary="b{level}"\n\n--b{level}\n' for level in range(depth))
    return f"{HEAD}{opened}Content-Type: text/plain\n\n{RULE}"


def _letter(kind: str, body: str, more: str = "") -> str:
    return f"{HEAD}{more}Content-Type: {kind}\n\n{body}"


def _attached(data: bytes, name: str, kind: str) -> str:
    packed = base64.encodebytes(data).decode()
    return _letter(
        'multipart/mixed; boundary="b"',
        f"--b\nContent-Type: text/plain\n\n{RULE}\n--b\nContent-Type: {kind}\nContent-Disposition: attachment; "
        f'filename="{name}"\nContent-Transfer-Encoding: base64\n\n{packed}\n--b--\n',
    )


TXT: Mapping[str, Callable[[], str | bytes]] = {
    "one-word-of-15-MB.txt": lambda: "a" * 15 * MB,
    "dots-of-15-MB.txt": lambda: ". " * (7 * MB),
    "a-million-lines.txt": lambda: "ab\n" * MB,
    "two-hundred-thousand-paragraphs.txt": lambda: "A rule of some words.\n\n" * 200_000,
    "nulls.txt": lambda: b"A keeper\0 must report.\n" * 5_000,
    "half-characters.txt": lambda: RULE.encode() + b"\xed\xa0\x80\xed\xb0\x80 the keeper must report \xff\xfe",
    "utf-16-odd.txt": lambda: b"\xff\xfe" + RULE.encode("utf-16-le") * 50 + b"\xd8",
    "marks-on-one-letter.txt": lambda: f"{RULE}A{chr(0x301) * MB} keeper must report.",
    "turned-around.txt": lambda: RULE + (chr(0x202E) + "keeper " + chr(0x202D)) * 100_000,
    "five-million-digits.txt": lambda: f"{RULE}The fee is HK${'9' * 5 * MB}.",
    "dates-that-are-none.txt": lambda: f"{RULE}{'On 31 February 0000 and 99/99/9999 and 0/0/0. ' * 30_000}",
    "a-section-of-100000-numbers.txt": lambda: f"1{'.1' * 100_000} Keepers\n\n{RULE}",
    "articles-without-end.txt": lambda: "".join(f"Article {'9' * 4_000}{n}\n\n{RULE}" for n in range(400)),
    "roman-without-end.txt": lambda: "".join(f"({'m' * 3_000}) {RULE}" for _ in range(400)),
    "brackets.txt": lambda: f"{RULE}{'(' * MB}",
    "breaks-of-every-kind.txt": lambda: "A keeper\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029must report.\n" * 50_000,
    "chinese-in-one-line.txt": lambda: "持有代幣者須於五日內報告" * 350_000,
    "titles-without-end.txt": lambda: "Mr. Dr. No. Art. " * 200_000,
    "hyphens.txt": lambda: "keep-\n" * 500_000,
    "superscripts.txt": lambda: "".join(f"{'²³¹' * 50}. {RULE}" for _ in range(1_000)),
    "private-letters.txt": lambda: f"{RULE}{chr(0xE000) * MB}{chr(0x10FFFF) * 100_000}",
    "zero-width.txt": lambda: RULE + "\u200b\u2060\ufeff\U000e0041" * 500_000,
    "tabs.txt": lambda: f"{RULE}{'a' + chr(9) * 5_000}\n" * 500,
}
MARKDOWN: Mapping[str, Callable[[], str | bytes]] = {
    "headings.md": lambda: "# \n" * 100_000 + RULE,
    "hashes.md": lambda: f"{'#' * MB} a\n\n{RULE}",
    "quotes-in-quotes.md": lambda: f"{'>' * 100_000} a\n\n{RULE}",
    "lists-in-lists.md": lambda: "".join(f"{'  ' * depth}- a\n" for depth in range(1_500)),
    "stars.md": lambda: "**a *b " * 60_000,
    "open-brackets.md": lambda: "[" * 100_000 + RULE,
    "pictures.md": lambda: "![a](" * 50_000 + RULE,
    "definitions.md": lambda: "".join(f"[a{n}]: /x\n" for n in range(100_000)) + RULE,
    "five-thousand-columns.md": lambda: f"|{'a|' * 5_000}\n|{'-|' * 5_000}\n" + f"|{'b|' * 5_000}\n" * 3,
    "rows.md": lambda: "| a | b |\n|---|---|\n" + "| c | d |\n" * 100_000,
    "open-fence.md": lambda: f"{RULE}```\n{RULE * 80_000}",
    "back-ticks.md": lambda: "".join("`" * n + "a" for n in range(1, 3_000)),
    "front-matter-of-aliases.md": lambda: (
        "---\na: &a [x,x,x,x,x,x,x,x,x]\n"
        + "".join(f"{c}: &{c} [{','.join(['*' + p] * 9)}]\n" for p, c in zip("abcdefghij", "bcdefghijk", strict=True))
        + f"---\n{RULE}"
    ),
    "front-matter-of-itself.md": lambda: f"---\ntitle: &a [*a]\n---\n{RULE}",
    "tags.md": lambda: f"{'<div>' * 50_000}\n\n{RULE}",
    "struck.md": lambda: "~~a " * 100_000,
    "entities.md": lambda: "&#x110000; &#0; &#xD800; &amp;amp; " * 20_000 + RULE,
}
LETTERS: Mapping[str, Callable[[], str | bytes]] = {
    "letters-in-letters.eml": lambda: _nested_letters(2_000),
    "parts-in-parts.eml": lambda: _nested_parts(2_000),
    "a-hundred-thousand-parts.eml": lambda: _letter(
        'multipart/mixed; boundary="b"', "--b\nContent-Type: text/plain\n\nA rule.\n" * 100_000
    ),
    "no-boundary.eml": lambda: _letter("multipart/mixed", RULE),
    "a-subject-of-5-MB.eml": lambda: f"Subject: {'a' * 5 * MB}\n\n{RULE}",
    "a-hundred-thousand-heads.eml": lambda: "".join(f"X-{n}: a\n" for n in range(100_000)) + f"\n{RULE}",
    "encoded-words.eml": lambda: f"Subject: {'=?utf-8?q?=41?= ' * 100_000}\n\n{RULE}",
    "broken-base64.eml": lambda: _letter("text/plain", "====%%%=A", "Content-Transfer-Encoding: base64\n"),
    "no-such-letters.eml": lambda: _letter('text/plain; charset="../../etc/passwd"', RULE),
    "no-such-date.eml": lambda: f"Date: Mon, 99 Foo 99999 99:99:99 +9999999\n{HEAD}\n{RULE}",
    "a-date-of-digits.eml": lambda: f"Date: {'9' * 10_000} Mar {'9' * 10_000}\nSubject: a\n\n{RULE}",
    "deep-html.eml": lambda: _letter("text/html", f"{'<div>' * 100_000}{RULE}"),
    "a-bomb-attached.eml": lambda: _attached(make_docx("<w:p/>" * 2_900_000), "a.docx", "application/octet-stream"),
    "a-name-that-climbs.eml": lambda: _attached(b"x", "../../../etc/passwd", 'text/plain; charset="utf-7"'),
    "commas.eml": lambda: f"To: {'a@b.example, ' * 100_000}\nSubject: a\n\n{RULE}",
    "brackets-in-addresses.eml": lambda: f"From: {'(' * 50_000}a\nSubject: a\n\n{RULE}",
    "uuencoded.eml": lambda: _letter(
        "text/plain", "begin 644 a\n!!!!\nM~~~\n", "Content-Transfer-Encoding: x-uuencode\n"
    ),
}
RICH: Mapping[str, Callable[[], str | bytes]] = {
    "groups.rtf": lambda: "{\\rtf1 " + "{" * MB + RULE,
    "closed-too-often.rtf": lambda: "{\\rtf1 " + RULE + "}" * MB,
    "bytes-without-end.rtf": lambda: "{\\rtf1 " + RULE + "{\\pict\\bin2000000000 ab}}",
    "half-characters.rtf": lambda: "{\\rtf1\\uc0 " + RULE + "\\u-10240\\u-9216\\u55296 " * 5_000 + "}",
    "skipped.rtf": lambda: "{\\rtf1\\uc2000000000 " + RULE + "\\u20320 abc \\par " * 1_000 + "}",
    "numbers-without-end.rtf": lambda: "{\\rtf1\\fs" + "9" * 10_000 + "\\li-" + "9" * 10_000 + " " + RULE + "}",
    "a-word-of-1-MB.rtf": lambda: "{\\rtf1\\" + "a" * MB + " " + RULE + "}",
    "cells.rtf": lambda: "{\\rtf1 \\trowd " + "\\cellx1 " * 100_000 + "a\\cell " * 100_000 + "\\row " + RULE + "}",
    "rows.rtf": lambda: "{\\rtf1 " + "\\trowd\\cellx1\\cellx2 a\\cell b\\cell\\row\n" * 100_000 + "}",
    "tables-in-tables.rtf": lambda: "{\\rtf1 " + "\\itap2000000000\\intbl a\\nestcell\\nestrow " * 1_000 + RULE + "}",
    "a-picture-of-10-MB.rtf": lambda: "{\\rtf1 {\\pict " + "ff" * 5 * MB + "}" + RULE + "}",
    "no-hex.rtf": lambda: "{\\rtf1\\ansicpg99999 " + "\\'zz\\'\\'9" * 10_000 + RULE + "}",
    "fields-in-fields.rtf": lambda: (
        "{\\rtf1 " + "{\\field{\\*\\fldinst HYPERLINK}{\\fldrslt " * 20_000 + RULE + "}}" * 20_000 + "}"
    ),
    "fonts.rtf": lambda: "{\\rtf1{\\fonttbl" + "".join(f"{{\\f{n} a;}}" for n in range(100_000)) + "}" + RULE + "}",
    "lists.rtf": lambda: "{\\rtf1{\\*\\listtable" + "{\\list{\\listlevel\\levelstartat2000000000" * 2_000 + "}" + RULE,
}

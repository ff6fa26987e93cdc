"""Code pages are read as browsers read them, and what was guessed is told."""

from __future__ import annotations

import pytest

from corpus.loading import load

WESTERN = "The fee for a “hot wallet” is £400 – £900 or €1,050 for each keeper’s licence."
CHINESE = "託管人須持有不少於三千萬元的繳足股本，並須於每月終結後十日內提交報告。"
SIMPLE = "托管人须持有不少于三千万元的实缴股本，并须于每月终结后十日内提交报告。"
CYRILLIC = "Поставщик услуг должен иметь капитал не менее трёх миллионов рублей."


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        (WESTERN, "cp1252", "windows-1252"),
        (WESTERN * 100, "cp1252", "windows-1252"),
        (CHINESE, "big5", "Big5"),
        (SIMPLE, "gb2312", "GB 18030"),
        (CYRILLIC * 3, "cp1251", "cp1251"),
    ],
)
@pytest.mark.parametrize("file", ["a.txt", "a.md"])
def test_a_guess_is_right_and_told(text: str, codec: str, name: str, file: str) -> None:
    """Western, Chinese and other code pages are told apart by their bytes."""
    document = load(text.encode(codec), file)
    assert "".join(block.text for block in document.blocks) == text
    assert document.warnings == (f"The text is not UTF-8; it was read as {name}.",)


@pytest.mark.parametrize(
    ("declared", "codec"),
    [("iso-8859-1", "cp1252"), ("latin1", "cp1252"), ("us-ascii", "cp1252"), ("windows-1252", "cp1252")],
)
def test_declared_latin_is_windows_1252(declared: str, codec: str) -> None:
    """Browsers take ISO-8859-1 for windows-1252, whose quotation marks and euro sign it lacks."""
    page = f'<html><head><meta charset="{declared}"></head><body><p>{WESTERN}</p></body></html>'
    document = load(page.encode(codec), "a.html")
    assert document.blocks[0].text == WESTERN
    assert not any("read as" in warning for warning in document.warnings)


@pytest.mark.parametrize(("declared", "codec", "text"), [("big5", "big5", CHINESE), ("gb2312", "gbk", SIMPLE)])
def test_declared_chinese_is_read(declared: str, codec: str, text: str) -> None:
    """A page in a Chinese code page says so in its head."""
    page = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}"><p>{text}</p>'
    assert load(page.encode(codec), "a.html").blocks[0].text == text


def test_a_page_that_declares_nothing_is_western_and_told() -> None:
    """What was guessed stands in a warning."""
    document = load(f"<html><body><p>{WESTERN}</p></body></html>".encode("cp1252"), "a.html")
    assert document.blocks[0].text == WESTERN
    assert "The text is not UTF-8; it was read as windows-1252." in document.warnings

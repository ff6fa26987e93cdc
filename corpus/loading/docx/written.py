"""Numbers in the forms in which Word writes those of lists."""

from __future__ import annotations

import string
from collections.abc import Callable, Sequence
from functools import partial

LAST_LETTER = 780  # thirty times the alphabet: Word writes no more
LAST_ROMAN = 32_767
LAST = 999_999_999  # Word takes no larger number

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_ROWS = {
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
    "ideographEnclosedCircle": "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
    "ganada": "가나다라마바사아자차카타파하",
    "chosung": "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ",
    "aiueoFullWidth": "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン",
    "aiueo": "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン",
    "iroha": "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス",
    "thaiLetters": "กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ",
    "russianLower": "абвгдежзиклмнопрстуфхцчшщыэюя",
    "russianUpper": "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЫЭЮЯ",
}
_DIGITS = {  # written digit by digit
    "decimalFullWidth": "０１２３４５６７８９",
    "decimalFullWidth2": "０１２３４５６７８９",
    "ideographDigital": "〇一二三四五六七八九",
    "taiwaneseDigital": "○一二三四五六七八九",
    "japaneseDigitalTenThousand": "〇一二三四五六七八九",
    "koreanDigital": "영일이삼사오육칠팔구",
    "koreanDigital2": "零一二三四五六七八九",
    "thaiNumbers": "๐๑๒๓๔๕๖๗๘๙",
    "hindiNumbers": "०१२३४५६७८९",
}
_COUNTED = {  # written with the names of the powers of ten: digits, then ten, hundred, thousand
    "chineseCounting": ("零一二三四五六七八九", "十百千"),
    "chineseCountingThousand": ("零一二三四五六七八九", "十百千"),
    "taiwaneseCounting": ("零一二三四五六七八九", "十百千"),
    "taiwaneseCountingThousand": ("零一二三四五六七八九", "十百千"),
    "japaneseCounting": ("〇一二三四五六七八九", "十百千"),
    "chineseLegalSimplified": ("零壹贰叁肆伍陆柒捌玖", "拾佰仟"),
    "ideographLegalTraditional": ("零壹貳參肆伍陸柒捌玖", "拾佰仟"),
    "japaneseLegal": ("零壱弐参四伍六七八九", "拾百阡"),
    "koreanCounting": ("영일이삼사오육칠팔구", "십백천"),
    "koreanLegal": ("영일이삼사오육칠팔구", "십백천"),
}
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_ORDINALS = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
             "twelve": "twelfth"}  # fmt: skip


def written(value: int, form: str) -> str:
    """Write a number in one of Word's forms; unknown ones, and numbers too large for a form, in digits."""
    last, write = _FORMS.get(form, (0, str))
    if form == "none":
        return ""
    if 1 <= value <= last:
        return write(value)
    return f"{value:02}" if form == "decimalZero" else str(value)


def _roman(value: int) -> str:
    text = ""
    for step, letters in _ROMAN:
        text += letters * (value // step)
        value %= step
    return text


def _of_row(row: Sequence[str], value: int) -> str:
    return row[value - 1]


def _in_digits(row: Sequence[str], value: int) -> str:
    return "".join(row[int(digit)] for digit in str(value))


def _counted_with(signs: tuple[str, str], value: int) -> str:
    return _counted(value, *signs)


def _counted(value: int, digits: str, powers: str) -> str:
    """Write as Chinese counts: 十, 十一, 二十, 一百零五."""
    places = [int(digit) for digit in str(value)]
    text = ""
    for position, digit in enumerate(places):
        power = len(places) - position - 1
        if digit:
            text += digits[digit] + (powers[power - 1] if power else "")
        elif text and not text.endswith(digits[0]) and any(places[position:]):
            text += digits[0]
    ten = digits[1] + powers[0]
    return text[1:] if 10 <= value < 20 and text.startswith(ten) and powers[0] in "十십" else text


def _named(value: int, *, ordinal: bool) -> str:
    if value < 20:
        first, last = "", _ONES[value]
    else:
        first, last = _TENS[value // 10], _ONES[value % 10] if value % 10 else ""
    if ordinal:
        if not last:
            return first.removesuffix("y") + "ieth"
        last = _ORDINALS.get(last, f"{last}th")
    return f"{first}-{last}" if first and last else first + last


def _ordinal(value: int) -> str:
    suffix = "th" if value % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{suffix}"


def _repeated(letters: str) -> Callable[[int], str]:
    return lambda value: letters[(value - 1) % 26] * ((value - 1) // 26 + 1)


# The last number that each form is used for, and how it is written.
_FORMS: dict[str, tuple[int, Callable[[int], str]]] = {
    "lowerLetter": (LAST_LETTER, _repeated(string.ascii_lowercase)),
    "upperLetter": (LAST_LETTER, _repeated(string.ascii_uppercase)),
    "lowerRoman": (LAST_ROMAN, _roman),
    "upperRoman": (LAST_ROMAN, lambda value: _roman(value).upper()),
    "ordinal": (LAST, _ordinal),
    "cardinalText": (99, lambda value: _named(value, ordinal=False).capitalize()),
    "ordinalText": (99, lambda value: _named(value, ordinal=True).capitalize()),
    "decimalEnclosedCircle": (20, lambda value: chr(0x2460 + value - 1)),
    "decimalEnclosedCircleChinese": (20, lambda value: chr(0x2460 + value - 1)),
    "decimalEnclosedParen": (LAST, "({})".format),
    "decimalEnclosedFullstop": (LAST, "{}.".format),
    "numberInDash": (LAST, "- {} -".format),
    "hex": (LAST, "{:X}".format),
    **{form: (len(row), partial(_of_row, row)) for form, row in _ROWS.items()},
    **{form: (LAST, partial(_in_digits, row)) for form, row in _DIGITS.items()},
    **{form: (9_999, partial(_counted_with, signs)) for form, signs in _COUNTED.items()},
}

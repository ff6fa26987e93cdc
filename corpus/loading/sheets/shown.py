"""How a spreadsheet shows a number: `#,##0.00`, `0.0%`, `"SGD "#,##0`, `d mmm yyyy` (ECMA-376, 18.8.31)."""

from __future__ import annotations

import calendar
import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

GENERAL = "General"
BUILT_IN = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 14: "yyyy-mm-dd", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "yyyy-mm-dd h:mm", 37: "#,##0;(#,##0)", 38: "#,##0;(#,##0)",
    39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;(#,##0.00)", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss", 48: "0.0E+0",
    49: "@",
}  # fmt: skip
DIGITS = 15  # that a spreadsheet keeps of a number
MOST_DECIMALS = 30
FIRST_DAY = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's days have no zone
FIRST_DAY_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
LAST = 2_958_465  # the last day of the year 9999

_TOKEN = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]|(General)|([^"\\_*\[])', re.IGNORECASE)
_DATE = re.compile(r"am/pm|a/p|y+|m+|d+|h+|s+(?:\.0+)?", re.IGNORECASE)
_PLACES = re.compile(r"[#0?][#0?,.]*|\.[#0?]+")


def shown(number: str, form: str, *, since_1904: bool = False) -> str:
    """Return a number as its format shows it; one that no format can show, such as a day before 1900, as it is."""
    try:
        value = Decimal(number)
    except InvalidOperation:
        return number
    if not value.is_finite() or abs(value.adjusted()) > 300:
        return number
    sections = form.split(";")
    section, value = _section(sections, value)
    if _is_date(section):
        return _date(float(value), section, FIRST_DAY_1904 if since_1904 else FIRST_DAY) or number
    literal = [_literal(match) for match in _TOKEN.finditer(section)]
    pattern = "".join(text for text, is_literal in literal if not is_literal)
    if GENERAL.lower() in pattern.lower() or not _PLACES.search(pattern):
        figure = _general(value)
        return "".join(text for text, is_literal in literal if is_literal).strip() or figure if not pattern else figure
    return _filled(literal, value)


def _section(sections: list[str], value: Decimal) -> tuple[str, Decimal]:
    """Return the part of a format for a number's sign; the one for negative numbers writes the sign itself."""
    if len(sections) > 1 and value < 0:
        return sections[1], -value
    if len(sections) > 2 and value == 0:
        return sections[2], value
    return sections[0], value


def _literal(match: re.Match[str]) -> tuple[str, bool]:
    quoted, escaped, currency, general, char = match.groups()
    for text in (quoted, escaped, currency):
        if text is not None:
            return text, True
    if general:
        return general, False
    if char is None:
        return "", True
    return char, char not in "#0?.,%eE+-/"


def _is_date(section: str) -> bool:
    bare = re.sub(r'"[^"]*"|\\.|\[\$[^\]]*\]|General', "", section, flags=re.IGNORECASE)
    return re.search(r"[ymdhs]", bare, re.IGNORECASE) is not None and not re.search(r"[#0?]", re.sub(r"\.0+", "", bare))


def _general(value: Decimal) -> str:
    rounded = float(f"{value:.{DIGITS}g}")
    return str(int(rounded)) if rounded.is_integer() and abs(rounded) < 10**DIGITS else repr(rounded)


def _filled(literal: list[tuple[str, bool]], value: Decimal) -> str:
    """Write a number into the places of a format, between its literals."""
    pattern = "".join(text for text, is_literal in literal if not is_literal)
    if ("E" in pattern.upper() and "+" in pattern) or "/" in pattern:
        return _general(value)
    value = value.scaleb(2 * pattern.count("%"))
    places = _PLACES.search(pattern)
    form = places.group(0) if places else "0"
    whole, _, decimals = form.rstrip(",").partition(".")
    value = value.scaleb(-3 * (len(form) - len(form.rstrip(","))))  # each comma at the end divides by a thousand
    count = min(len(decimals), MOST_DECIMALS)
    rounded = abs(value).quantize(Decimal(1).scaleb(-count), ROUND_HALF_UP)
    text = f"{rounded:,f}" if "," in whole else f"{rounded:f}"
    optional = len(decimals) - len(decimals.rstrip("#?"))
    if optional and "." in text:
        head, _, tail = text.partition(".")
        kept = tail[: len(tail) - optional] + tail[len(tail) - optional :].rstrip("0")
        text = f"{head}.{kept}" if kept else head
    figure = f"{'-' if value < 0 and rounded else ''}{text.zfill(whole.count('0'))}"
    out, done = "", False
    for piece, is_literal in literal:
        if is_literal or piece in "%+-":
            out += piece
        elif not done:
            out += figure
            done = True
    return " ".join(out.split())


def _date(days: float, section: str, first: datetime) -> str:
    """Return a day and time as a format shows it; nothing for what no calendar has."""
    if not 0 <= days <= LAST - (first - FIRST_DAY).days:
        return ""
    moment = first + timedelta(seconds=round(days * 86_400))
    bare = re.sub(r"\[\$[^\]]*\]", "", section)
    half = re.search(r"am/pm|a/p", bare, re.IGNORECASE) is not None
    out = ""
    hour_before = False
    for match in re.finditer(
        rf'"([^"]*)"|\\(.)|\[(h+|m+|s+)\]|({_DATE.pattern})|\[[^\]]*\]|_.|\*.|(.)', bare, re.IGNORECASE
    ):
        quoted, escaped, elapsed, code, char = match.groups()
        if elapsed:
            out += str(int(days * {"h": 24, "m": 1_440, "s": 86_400}[elapsed[0].lower()]))
            hour_before = True
        elif code:
            low = code.lower()
            minutes = (
                low[0] == "m"
                and len(low) <= 2
                and (hour_before or re.match(r"\W*s", bare[match.end() :], re.IGNORECASE))
            )
            out += f"{moment.minute:0{len(low)}}" if minutes else _code(low, moment, half=half)
            hour_before = low[0] == "h"
        else:
            out += quoted if quoted is not None else escaped or char or ""
    return " ".join(out.replace("@", "").split())


def _code(code: str, moment: datetime, *, half: bool) -> str:
    """Return one part of a moment: `mmm` is `Mar`."""
    if "/" in code:
        return "AM" if moment.hour < 12 else "PM"
    long = len(code) > 3
    if code.startswith("mmm"):
        return (calendar.month_name if long else calendar.month_abbr)[moment.month]
    if code.startswith("ddd"):
        return (calendar.day_name if long else calendar.day_abbr)[moment.weekday()]
    if code[0] == "y":
        return f"{moment.year:04}" if len(code) > 2 else f"{moment.year % 100:02}"
    hour = (moment.hour % 12 or 12) if half else moment.hour
    number = {"m": moment.month, "d": moment.day, "s": moment.second, "h": hour}[code[0]]
    return f"{number:0{min(len(code.partition('.')[0]), 2)}}"

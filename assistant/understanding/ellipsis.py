"""What an elliptic question changes in the one before: its place, whom and what it is about, and its date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from assistant.understanding.as_of import NOW, moment
from corpus.language.dates import written_day
from corpus.language.places import PLACES, place_spans, places_in, without_places
from corpus.language.terms import CJK, terms
from corpus.vocabulary.events import Events

# Words of one row stand in for one another: "what about banks?" after a question on brokers.
ROWS: dict[str, dict[str, str]] = {
    "investors": {
        "retail investors": r"retail(?: (?:investors?|clients?|customers?|users?|public))?|散[戶户]|零售投[資资]者",
        "professional investors": r"professional (?:investors?|clients?)|專業投資者|专业投资者",
        "institutional investors": r"institutional (?:investors?|clients?)|institutions|機構投資者|机构投资者",
        "accredited investors": r"accredited investors?|合資格投資者|合格投资者",
    },
    "firms": {
        "stablecoin issuers": r"stablecoin issuers?|穩定幣發行人|稳定币发行人",
        "fund managers": r"(?:fund|asset) managers?|基金經理|基金经理|資產管理公司",
        "banks": r"banks?|authori[sz]ed institutions?|銀行|银行|認可機構",
        "brokers": r"brokers?|broker-dealers?|licensed corporations?|券商|經紀行?|经纪|持牌法團",
        "platforms": r"(?:trading )?platforms?|exchanges?|VATPs?|交易平台|交易所|平台",
        "insurers": r"insurers?|insurance companies|保險公司|保险公司",
        "custodians": r"custodians?|託管人|托管人|託管商",
        "dealers": r"dealers?|OTC shops?|找換店|場外交易商店",
        "advisers": r"advis[eo]rs?|顧問|顾问",
        "issuers": r"issuers?|發行人|发行人",
        "funds": r"funds?|基金",
    },
    "assets": {
        "bitcoin": r"bitcoin|BTC|比特幣|比特币",
        "ether": r"ether(?:eum)?|ETH|以太幣|以太坊|以太币",
        "stablecoins": r"stablecoins?|穩定幣|稳定币",
        "NFTs": r"NFTs?|non-fungible tokens?",
        "security tokens": r"security tokens?|證券型代幣|证券型代币",
        "tokenised deposits": r"tokeni[sz]ed deposits?|代幣化存款",
        "tokenised bonds": r"tokeni[sz]ed bonds?|代幣化債券",
        "memecoins": r"meme ?coins?|迷因幣",
    },
    "activities": {
        "margin lending": r"margin (?:lending|financing|trading)|孖展|保證金融資",
        "staking": r"staking|stake|質押|质押",
        "custody": r"custody|託管|托管",
        "perpetual contracts": r"(?:crypto )?(?:perpetual (?:contracts?|futures)|perpetuals)|永續合約|永续合约",
        "derivatives": r"derivatives|futures|options|衍生工具|衍生品|期貨|期货",
        "market making": r"market making|做市",
        "advertising": r"advertising|marketing|廣告|宣傳",
        "spot trading": r"spot trading|現貨買賣",
    },
}
# What may stand around those words without adding a topic.
AROUND = re.compile(
    r"\b(?:and|for|in|to|the|of|with|as|on|at|under|by|against|before|also|too|instead|then|from|during|about)\b"
    r"|[\s,.?!，。？！、的對对在於于]+",
    re.IGNORECASE,
)
FOR = re.compile(r"^(?:for|with|against)\b", re.IGNORECASE)
PATTERNS = {
    (row, name): re.compile(rf"(?<![A-Za-z0-9-])(?:{pattern})(?![A-Za-z0-9-])", re.IGNORECASE)
    for row, words in ROWS.items()
    for name, pattern in words.items()
}


@dataclass(frozen=True, slots=True)
class Named:
    """A word of `ROWS` in a text: its row, its English name, and the stretch of text."""

    row: str
    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Phrase:
    """What an elliptic question names: places and words as it writes them, a day, and whatever else it says."""

    text: str
    places: tuple[str, ...]
    named: tuple[Named, ...]
    day: date | None
    other: str


def named_in(text: str) -> list[Named]:
    """Find the words of `ROWS` in a text, in reading order, the longest where they overlap."""
    found = [
        Named(row, name, *match.span()) for (row, name), pattern in PATTERNS.items() for match in pattern.finditer(text)
    ]
    kept: list[Named] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def read_phrase(text: str, today: date, events: Events) -> Phrase:
    """Take an elliptic question apart."""
    asked = moment(f"in {text}" if re.fullmatch(r"\d{4}", text) else text, today, events)
    rest = NOW.sub("", asked.rest).removeprefix("in ") if asked else text
    named = named_in(rest)
    spans = sorted([*place_spans(rest), *((one.start, one.end) for one in named)], reverse=True)
    other = rest
    for start, end in spans:
        other = f"{other[:start]} {other[end:]}"
    other = " ".join(AROUND.sub(" ", other).split())
    return Phrase(rest, places_in(rest), tuple(named), asked.day if asked else None, other)


def changed(base: str, phrase: Phrase, today: date, events: Events) -> str | None:
    """Put what a phrase names into a question in place of its like; None where the question has no place for it.

    Whom it concerns may be added to a question that names nobody; a place or a date may always be added.
    """
    text = base
    for one in phrase.named:
        own = phrase.text[one.start : one.end]
        word = own if CJK.search(base) or not CJK.search(own) else one.name
        word = one.name if re.fullmatch("retail", own, re.IGNORECASE) else word
        same = next((other for other in named_in(text) if other.row == one.row), None)
        if same is not None:
            text = f"{text[: same.start]}{word}{text[same.end :]}"
        elif one.row in ("investors", "firms") or FOR.search(phrase.text):
            text = added(text, f"（{word}）" if CJK.search(base) else f"for {word}")
        else:
            return None
    if phrase.places:
        text = placed(text, phrase.places)
    return text if phrase.day is None else dated(text, phrase.day, today, events)


def placed(base: str, places: tuple[str, ...]) -> str:
    """Move a question to another place; a comparison takes the place in besides its own."""
    spans, chinese = place_spans(base), CJK.search(base) is not None
    where = "和".join(map(_in_chinese, places)) if chinese else " and ".join(map(_article, places))
    if len(places_in(base)) > 1 or not spans:
        return added(base, f"（{where}）" if chinese else f", and in {where}" if spans else f"in {where}")
    text = base
    for number, (start, end) in enumerate(reversed(spans)):
        ahead = re.sub(r"\bthe $", "", text[:start], flags=re.IGNORECASE)
        last = number == len(spans) - 1
        text = f"{ahead}{where}{text[end:]}" if last else f"{text[:start].rstrip()}{text[end:]}"
    return text


def dated(base: str, day: date, today: date, events: Events) -> str:
    """Ask a question as of another day."""
    asked = moment(base, today, events)
    plain = asked.rest if asked else base
    if CJK.search(base):
        return added(plain, f"（截至{day.year}年{day.month}月{day.day}日）")
    return added(plain, f"as of {written_day(day)}")


def added(base: str, words: str) -> str:
    """Add words before the question mark."""
    open_end = base.rstrip(" ?？.")
    mark = "？" if CJK.search(base) else "?"
    joint = "" if words.startswith(("（", ",")) else " "
    return f"{open_end}{joint}{words}{mark}"


def _article(place: str) -> str:
    return f"the {place}" if place.startswith(("United", "European")) else place


def _in_chinese(place: str) -> str:
    return next((name for name in PLACES[place] if CJK.search(name)), place)


def own_topic(text: str, today: date, events: Events) -> list[str]:
    """Return the search terms of a text but for those of places and dates."""
    asked = moment(text, today, events)
    return terms(without_places(asked.rest if asked else text))

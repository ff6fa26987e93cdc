"""The places whose policy the corpus holds, and the names by which people call them."""

from __future__ import annotations

import re

CHINA, MAINLAND = "Mainland China", "mainland"
HOME = "Hong Kong"  # the corpus is deepest here, and so are its readers
ANYWHERE = frozenset({"International"})  # what FATF or Basel say goes with what any place says
PLACES: dict[str, tuple[str, ...]] = {
    "Hong Kong": ("hong kong", "hk", "hongkong", "hksar", "香港"),
    CHINA: (
        "mainland china", MAINLAND, "prc", "china", "chinese", "beijing", "内地", "內地", "中國", "中国", "大陸",
        "大陆",
    ),
    "Singapore": ("singapore", "singaporean", "sg", "新加坡", "星加坡"),
    "United Arab Emirates": (
        "united arab emirates", "uae", "u.a.e.", "dubai", "abu dhabi", "adgm", "difc", "emirates", "emirati",
        "阿聯酋", "阿联酋", "杜拜", "迪拜", "阿布扎比",
    ),
    "European Union": (
        "european union", "europe", "european", "eu", "e.u.", "eea", "brussels", "歐盟", "欧盟", "歐洲", "欧洲",
    ),
    "United Kingdom": (
        "united kingdom", "uk", "u.k.", "britain", "british", "england", "london", "英國", "英国", "倫敦", "伦敦",
    ),
    "United States": (
        "united states", "usa", "u.s.", "u.s.a.", "us", "america", "american", "new york", "washington",
        "美國", "美国", "紐約", "纽约",
    ),
    "Japan": ("japan", "japanese", "tokyo", "日本", "東京", "东京"),
    "South Korea": ("south korea", "korea", "korean", "seoul", "韓國", "韩国", "南韓", "南韩", "首爾", "首尔"),
    "Switzerland": ("switzerland", "swiss", "zurich", "zug", "bern", "瑞士"),
    "Thailand": ("thailand", "thai", "bangkok", "泰國", "泰国"),
    "Taiwan": ("taiwan", "taiwanese", "taipei", "台灣", "台湾", "臺灣"),
    "Australia": ("australia", "australian", "aussie", "canberra", "sydney", "澳洲", "澳大利亞", "澳大利亚"),
    "Canada": ("canada", "canadian", "ottawa", "toronto", "加拿大"),
    "India": ("india", "indian", "delhi", "mumbai", "印度"),
    "Indonesia": ("indonesia", "indonesian", "jakarta", "印尼", "印度尼西亞", "印度尼西亚"),
    "Malaysia": ("malaysia", "malaysian", "kuala lumpur", "馬來西亞", "马来西亚"),
    "Philippines": ("philippines", "the philippines", "philippine", "filipino", "manila", "菲律賓", "菲律宾"),
    "Vietnam": ("vietnam", "viet nam", "vietnamese", "hanoi", "越南"),
    "Kazakhstan": ("kazakhstan", "kazakh", "astana", "哈薩克", "哈萨克"),
    "Bahrain": ("bahrain", "bahraini", "manama", "巴林"),
    "Qatar": ("qatar", "qatari", "doha", "卡塔爾", "卡塔尔", "卡達"),
    "Israel": ("israel", "israeli", "tel aviv", "以色列"),
    "Türkiye": ("Türkiye", "turkiye", "turkey", "turkish", "ankara", "istanbul", "土耳其"),
    "Brazil": ("brazil", "brazilian", "brasilia", "巴西"),
    "Bermuda": ("bermuda", "bermudian", "百慕達", "百慕大"),
    "Cayman Islands": ("cayman islands", "cayman", "caymanian", "開曼", "开曼"),
    "Kenya": ("kenya", "kenyan", "nairobi", "肯尼亞", "肯尼亚", "肯亞"),
    "Mauritius": ("mauritius", "mauritian", "毛里求斯", "模里西斯"),
    "Nigeria": ("nigeria", "nigerian", "abuja", "lagos", "尼日利亞", "尼日利亚", "奈及利亞"),
    "South Africa": ("south africa", "south african", "pretoria", "johannesburg", "南非"),
    "International": (
        "international standard", "international standards", "global standard", "global standards", "國際標準",
    ),
}  # fmt: skip

# Words of everyday English that are a place only as they are written here: "US" or "the us", not "tell us"; "Turkey",
# not "turkey"; and the dollar is none.
CASE_MATTERS = {"us": r"US(?!\$)|(?<=the )us", "hk": "(?i:hk)(?![$Dd])", "turkey": "Turkey"}

REGULATORS: dict[str, str] = {
    "SFC": "Hong Kong", "HKMA": "Hong Kong", "FSTB": "Hong Kong", "LegCo": "Hong Kong", "證監會": "Hong Kong",
    "金管局": "Hong Kong", "PBOC": "Mainland China", "CSRC": "Mainland China", "中國人民銀行": "Mainland China",
    "MAS": "Singapore", "VARA": "United Arab Emirates", "CBUAE": "United Arab Emirates",
    "FSRA": "United Arab Emirates", "DFSA": "United Arab Emirates", "ESMA": "European Union", "EBA": "European Union",
    "MiCA": "European Union", "MiCAR": "European Union", "FCA": "United Kingdom", "Bank of England": "United Kingdom",
    "SEC": "United States", "CFTC": "United States", "OCC": "United States", "FDIC": "United States",
    "FinCEN": "United States", "NYDFS": "United States", "GENIUS Act": "United States", "CLARITY Act": "United States",
    "JFSA": "Japan", "FINMA": "Switzerland", "ASIC": "Australia", "AUSTRAC": "Australia", "APRA": "Australia",
    "Bank of Canada": "Canada", "FINTRAC": "Canada", "OSFI": "Canada", "CIRO": "Canada", "RBI": "India",
    "FIU-IND": "India", "SEBI": "India", "OJK": "Indonesia", "Bappebti": "Indonesia", "Bank Indonesia": "Indonesia",
    "Bank Negara": "Malaysia", "Securities Commission Malaysia": "Malaysia", "BSP": "Philippines",
    "Bangko Sentral": "Philippines", "AFSA": "Kazakhstan", "AIFC": "Kazakhstan", "CBB": "Bahrain",
    "QFCRA": "Qatar", "QFC": "Qatar", "MASAK": "Türkiye", "Capital Markets Board of Türkiye": "Türkiye",
    "Banco Central do Brasil": "Brazil", "BCB": "Brazil", "CVM": "Brazil", "CIMA": "Cayman Islands",
    "Bermuda Monetary Authority": "Bermuda", "BMA": "Bermuda", "Central Bank of Kenya": "Kenya",
    "FSCA": "South Africa", "金管會": "Taiwan", "FATF": "International", "IOSCO": "International",
    "FSB": "International",
    "BCBS": "International", "Basel Committee": "International", "OECD": "International",
}  # fmt: skip

# Acronyms that are words too ("one sec", "an asic miner") are regulators in capitals only.
CAPITALS = frozenset({"SEC", "ASIC", "MAS", "OCC", "CIRO"})

# Acronyms that regulators of other places bear too.
SHARED_ACRONYMS = {"SEC": ("Thailand", "Philippines", "Nigeria")}


def _alone(name: str) -> str:
    """Return the pattern of a Chinese name where it does not begin a longer one: 印度, but not 印度尼西亞."""
    longer = [
        other.removeprefix(name)
        for names in PLACES.values()
        for other in names
        if other != name and other.startswith(name)
    ]
    return re.escape(name) + (f"(?!{'|'.join(map(re.escape, longer))})" if longer else "")


def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    """Match any of the names as a whole word, whatever its case; Chinese names anywhere, abbreviations in capitals."""
    plain = [re.escape(name) for name in names if name.isascii() and name not in CASE_MATTERS]
    capital = [CASE_MATTERS[name] for name in names if name in CASE_MATTERS]
    chinese = [_alone(name) for name in names if not name.isascii()]
    words = "|".join((*capital, f"(?i:{'|'.join(plain)})"))
    return re.compile("|".join((rf"(?<![\w-])(?:{words})(?!\w)", *chinese)))


def _mainland() -> str:
    """Match "mainland" where no other place stands beside it, as in "UAE mainland" and "mainland Europe"."""
    others = [re.escape(name) for place, names in PLACES.items() for name in names if place not in (HOME, CHINA)]
    words = [name for name in others if name.isascii()]
    return rf"(?i:{''.join(f'(?<!{name} )' for name in words)}mainland(?! (?:{'|'.join(words)})\b))"


def _regulator(name: str) -> str:
    """Match a regulator as a whole word, whatever its case unless that tells it from a word; Chinese names anywhere."""
    if not name.isascii():
        return re.escape(name)
    return rf"\b{re.escape(name)}\b" if name in CAPITALS else rf"(?i:\b{re.escape(name)}\b)"


CASE_MATTERS[MAINLAND] = _mainland()
_PLACES = {place: _pattern(names) for place, names in PLACES.items()}
# "Thai SEC", "Nigeria's SEC", "SEC Thailand": the place beside the acronym, and not the one that it means alone.
_BEARERS = {
    acronym: "|".join(_PLACES[place].pattern for place in bearers) for acronym, bearers in SHARED_ACRONYMS.items()
}
_BEFORE = {acronym: re.compile(rf"(?:{bearers})(?:['’]s)?\s+$") for acronym, bearers in _BEARERS.items()}
_AFTER = {
    acronym: re.compile(rf"\s+(?:(?:of|in)\s+(?:the\s+)?)?(?:{bearers})") for acronym, bearers in _BEARERS.items()
}
_REGULATORS = {
    place: re.compile("|".join(_regulator(name) for name, of in REGULATORS.items() if of == place))
    for place in dict.fromkeys(REGULATORS.values())
}


def places_in(text: str) -> tuple[str, ...]:
    """Name the places that a text speaks of by name or through a regulator, in the order of `PLACES`."""
    return tuple(place for place, pattern in _PLACES.items() if pattern.search(text) or _through_regulator(place, text))


def _through_regulator(place: str, text: str) -> bool:
    """Return whether a text names a regulator of the place, and not one of the same acronym of another place."""
    return place in _REGULATORS and any(
        regulator.group().upper() not in SHARED_ACRONYMS or not _borne_elsewhere(regulator)
        for regulator in _REGULATORS[place].finditer(text)
    )


def _borne_elsewhere(match: re.Match[str]) -> bool:
    """Return whether a place that bears the acronym too stands right before or after it."""
    acronym, text = match.group(), match.string
    return bool(_BEFORE[acronym].search(text, 0, match.start()) or _AFTER[acronym].match(text, match.end()))


def place_spans(text: str) -> list[tuple[int, int]]:
    """Return the stretches of a text that name a place or a regulator, in reading order."""
    spans = [match.span() for pattern in (*_PLACES.values(), *_REGULATORS.values()) for match in pattern.finditer(text)]
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def without_places(text: str) -> str:
    """Blank out the names of places and regulators."""
    for pattern in (*_PLACES.values(), *_REGULATORS.values()):
        text = pattern.sub(" ", text)
    return text

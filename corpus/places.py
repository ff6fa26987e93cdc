"""The places whose policy the corpus holds, and the names by which people call them."""

from __future__ import annotations

import re

HOME = "Hong Kong"  # the corpus is deepest here, and so are its readers
PLACES: dict[str, tuple[str, ...]] = {
    "Hong Kong": ("hong kong", "hk", "hongkong", "hksar", "香港"),
    "Mainland China": (
        "mainland china", "mainland", "prc", "china", "chinese", "内地", "內地", "中國", "中国", "大陸", "大陆",
    ),
    "Singapore": ("singapore", "singaporean", "新加坡", "星加坡"),
    "United Arab Emirates": (
        "united arab emirates", "uae", "u.a.e.", "dubai", "abu dhabi", "adgm", "difc", "emirates", "emirati",
        "阿聯酋", "阿联酋", "杜拜", "迪拜", "阿布扎比",
    ),
    "European Union": ("european union", "europe", "european", "eu", "e.u.", "eea", "歐盟", "欧盟", "歐洲", "欧洲"),
    "United Kingdom": ("united kingdom", "uk", "u.k.", "britain", "british", "england", "英國", "英国"),
    "United States": (
        "united states", "usa", "u.s.", "u.s.a.", "us", "america", "american", "new york",
        "美國", "美国", "紐約", "纽约",
    ),
    "Japan": ("japan", "japanese", "日本"),
    "South Korea": ("south korea", "korea", "korean", "韓國", "韩国", "南韓", "南韩"),
    "Switzerland": ("switzerland", "swiss", "瑞士"),
    "Thailand": ("thailand", "thai", "泰國", "泰国"),
    "International": (
        "international standard", "international standards", "global standard", "global standards", "國際標準",
    ),
}  # fmt: skip

# Words of everyday English that are a place only when written as its abbreviation: "us", "U.S." but not "tell us".
CASE_MATTERS = {"us": "US", "eu": "EU", "uk": "UK", "hk": "HK(?![$D])"}

REGULATORS: dict[str, str] = {
    "SFC": "Hong Kong", "HKMA": "Hong Kong", "FSTB": "Hong Kong", "LegCo": "Hong Kong", "證監會": "Hong Kong",
    "金管局": "Hong Kong", "PBOC": "Mainland China", "CSRC": "Mainland China", "中國人民銀行": "Mainland China",
    "MAS": "Singapore", "VARA": "United Arab Emirates", "CBUAE": "United Arab Emirates",
    "FSRA": "United Arab Emirates", "DFSA": "United Arab Emirates", "ESMA": "European Union", "EBA": "European Union",
    "MiCA": "European Union", "MiCAR": "European Union", "FCA": "United Kingdom", "Bank of England": "United Kingdom",
    "SEC": "United States", "CFTC": "United States", "OCC": "United States", "FDIC": "United States",
    "FinCEN": "United States", "NYDFS": "United States", "GENIUS Act": "United States", "CLARITY Act": "United States",
    "JFSA": "Japan", "FINMA": "Switzerland", "FATF": "International", "IOSCO": "International", "FSB": "International",
    "BCBS": "International", "Basel Committee": "International", "OECD": "International",
}  # fmt: skip


def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    """Match any of the names as a whole word, whatever its case; Chinese names anywhere, abbreviations in capitals."""
    plain = [re.escape(name) for name in names if name.isascii() and name not in CASE_MATTERS]
    capital = [CASE_MATTERS[name] for name in names if name in CASE_MATTERS]
    chinese = [re.escape(name) for name in names if not name.isascii()]
    words = "|".join((*capital, f"(?i:{'|'.join(plain)})"))
    return re.compile("|".join((rf"(?<![\w-])(?:{words})(?!\w)", *chinese)))


_PLACES = {place: _pattern(names) for place, names in PLACES.items()}
_REGULATORS = {
    place: re.compile(
        "|".join(
            rf"\b{re.escape(name)}\b" if name.isascii() else re.escape(name)
            for name, of in REGULATORS.items()
            if of == place
        )
    )
    for place in dict.fromkeys(REGULATORS.values())
}


def places_in(text: str) -> tuple[str, ...]:
    """Name the places that a text speaks of by name or through a regulator, in the order of `PLACES`."""
    return tuple(
        place
        for place, pattern in _PLACES.items()
        if pattern.search(text) or (place in _REGULATORS and _REGULATORS[place].search(text))
    )


def place_spans(text: str) -> list[tuple[int, int]]:
    """Give the stretches of a text that name a place or a regulator, in reading order."""
    found = [match.span() for pattern in (*_PLACES.values(), *_REGULATORS.values()) for match in pattern.finditer(text)]
    kept: list[tuple[int, int]] = []
    for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def without_places(text: str) -> str:
    """Blank out the names of places and regulators."""
    for pattern in (*_PLACES.values(), *_REGULATORS.values()):
        text = pattern.sub(" ", text)
    return text

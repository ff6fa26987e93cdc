"""References to provisions as people write them, `Art. 36 (1)` or `§ 4(a)`, and phrases in quotation marks."""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.language.locators import slug

_ALIKE = (
    ("article", "art"), ("section", "sec", "s"), ("paragraph", "para", "p"), ("recital",), ("annex",), ("chapter",),
    ("rule",), ("schedule", "sch"), ("title",), ("part",), ("regulation", "reg"),
)  # fmt: skip
_NAMES = {name: names for names in _ALIKE for name in names} | {"§": _ALIKE[1], "¶": _ALIKE[2]}
_WRITTEN = sorted((name for name in _NAMES if len(name) > 1), key=len, reverse=True)
REFERENCE = re.compile(
    rf"(?<![\w-])(?:(?P<name>{'|'.join(_WRITTEN)})s?(?:\.\s*|\s+)|(?P<sign>[§¶])\s?)"
    r"(?P<place>(?>\d+[A-Z]*(?:\.\d+[A-Z]*)*(?:\s?\(\w{1,5}\))*)|[IVXL]+\b)"
    r"(?!\s+(?:of|to)\s+(?:the\s+)?(?:Directive|Regulation|Decision|Treaty|Charter|Council))",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"\b(Article|Art\.)\s+\((\d+)\)", re.IGNORECASE)  # Article (121), as laws of the Gulf write
_BRIEF = re.compile(r"(?<![\w.])ss?\.\s?(?=\d)")  # s.53Z, as margins write it
_SECTIONS = re.compile(r"\bss?\.\s*")  # as notes write it; in a question `s` is too little
_JOINT = re.compile(r"\s*(?:(?:,|;|[-–]|and\b|to\b)\s*)?")
_MORE = re.compile(r"(?P<joint>\s*(?:,|;|[-–]|and\b|to\b)\s*)(?P<place>\d+[A-Z]*(?:\.\d+[A-Z]*)*(?:\s?\(\w{1,5}\))*)")
_LAST_NUMBER = re.compile(r"\d+\Z")
MOST_IN_A_RANGE = 20  # provisions: a longer range says where to read, not what is reported
PHRASE = re.compile(r"[\"“「『]([^\"“”「」『』]{6,200})[\"”」』]")


def references(text: str) -> list[frozenset[str]]:
    """Return each provision that a text refers to, as the slugs that its locator may have; not those of other acts."""
    referred = []
    for match in REFERENCE.finditer(_BRIEF.sub("section ", _BRACKETED.sub(r"\1 \2", text))):
        names = _NAMES[(match["name"] or match["sign"]).lower()]
        place = slug(match["place"])
        referred.append(frozenset({f"{name}-{place}" for name in names} | ({f"p{place}"} if "p" in names else set())))
    return list(dict.fromkeys(referred))


def provisions(at: str) -> list[frozenset[str]]:
    """Return each provision that a place such as `Arts. 36(4), 45(7)` or `paras 7.8-7.10` names, as `references` does.

    A name counts for all the numbers that follow it, and a range for everything in it. Read is what names provisions
    from the beginning on: `Annex para 3` and `Budget, para 12` are of a part that no locator tells, and give none.
    """
    named: list[frozenset[str]] = []
    at, end = _SECTIONS.sub("section ", at), 0
    while match := REFERENCE.match(at, end):
        names = [name for name in _NAMES[(match["name"] or match["sign"]).lower()] if name != "p"]  # a page
        places, end = [match["place"]], match.end()
        while more := _MORE.match(at, end):
            between = _between(places[-1], more["place"]) if more["joint"].strip() in ("-", "–", "to") else ()
            places += [*between, more["place"]]
            end = more.end()
        bare = "paragraph" in names  # a text numbers its paragraphs without a word
        slugs = map(slug, places)
        named += [frozenset({f"{name}-{one}" for name in names} | ({one} if bare else set())) for one in slugs]
        if joint := _JOINT.match(at, end):
            end = joint.end()
    return list(dict.fromkeys(named))


def _between(first: str, last: str) -> list[str]:
    """Return the places between two that differ in their last number alone: `7.9` between `7.8` and `7.10`."""
    begin, end = _LAST_NUMBER.search(first), _LAST_NUMBER.search(last)
    if not (begin and end) or first[: begin.start()] != last[: end.start()]:
        return []
    numbers = range(int(begin[0]) + 1, int(end[0]))
    return [f"{first[: begin.start()]}{number}" for number in numbers] if len(numbers) < MOST_IN_A_RANGE else []


def quoted(text: str) -> list[str]:
    """Return the phrases that stand in quotation marks."""
    return [match.group(1).strip() for match in PHRASE.finditer(text)]


# A number by which a text is called: 26EC26, 23CP1, PS26/12, 2023/1114, Cap. 656A.
CODE = re.compile(r"\b(?:Cap\.?\s*\d+[A-Z]*|[A-Z]+\d[\w/]*|\d+[A-Z/][\w/]*\d[\w/]*)", re.IGNORECASE)


@lru_cache(maxsize=2_000)  # titles of the register, for every question
def codes_in(text: str) -> frozenset[str]:
    """Return the numbers by which a text calls others, in one spelling: `cap656`, `26ec26`."""
    return frozenset(re.sub(r"[\s.]", "", code.group(0)).casefold() for code in CODE.finditer(text))

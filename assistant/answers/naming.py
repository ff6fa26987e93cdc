"""How a source is named: our note on a text as a note, the text itself by its own name."""

from __future__ import annotations

import re

from corpus.language.dates import YEAR
from corpus.records import Policy

LONGEST = 28  # characters of a short title: two chips stand side by side
PARENTHESISED = re.compile(r"\(([^()]+)\)")
PARTS = re.compile(r"[,;]")
HEAD_ENDS = re.compile(r"[:(;]|\s[-–—]\s")
ENDS_WITH_YEAR = re.compile(rf"\b{YEAR}$")
GOES_ON = re.compile(r"(?:\s*\([^()]*\))+\s*[^\s,;:(–-].*")  # words after a parenthesis: its head is half a title
WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*")
NUMBERED = 32  # characters of a title that ends in its number: it is cut nowhere
SUBJECT = re.compile(r"\s(?:on|regarding|regulating|amending|for|about|at|approving)\s", re.IGNORECASE)
ACRONYM = re.compile(r"[A-Z]{3,6}")
SMALL = 4  # letters up to which a word of a title may be small in any title
VOWEL = re.compile(r"[aeiouy]")
YEARS = re.compile(rf"\b({YEAR}) (\d\d)\b")  # 2025-26
NO_ARTICLE = re.compile(r"^(?:(?:the|an?)\s|['\"“‘\d])", re.IGNORECASE)
ARTICLE = re.compile(r"^(?:Article|Artikel)\s+", re.IGNORECASE)
SECTION = re.compile(r"^Section\s+", re.IGNORECASE)
NOTE_RESTS_ON = {
    "high": "the official text, or two independent good sources",
    "medium": "one good source",
    "low": "less than one good source",
}


def is_note(policy: Policy) -> bool:
    """Return whether what is held of a policy is our note on it, and not its own words."""
    return not policy.own


def with_article(title: str) -> str:
    """Return a title as it stands in a sentence: `the Stablecoins Ordinance (Cap. 656)`."""
    return title if NO_ARTICLE.match(title) else f"the {title}"


def full_name(policy: Policy) -> str:
    """Return what a source is called in full: `Our note on the JPEX case`, or an own document's title."""
    return f"Our note on {with_article(policy.title)}" if is_note(policy) else policy.title


def rests_on(policy: Policy) -> str:
    """Return what a note was made from, empty for a text itself and where the register does not know it."""
    return NOTE_RESTS_ON.get(policy.confidence, "") if is_note(policy) else ""


def short_name(policy: Policy) -> str:
    """Return the name that people use: the number or acronym that a title gives in parentheses, or a short title.

    A longer title of the register is called by its number, or else by the words of its id, which no other policy has;
    one of an own document is cut at the end of a word: `Cap. 656`, `26EC22`, `MiCA`, `Notice FSM-N27`,
    `OJK Regulation 27 of 2024`, `SFC AML guideline 2023`.
    """
    title = policy.title.replace("'", "").strip('"')
    head = HEAD_ENDS.split(title, maxsplit=1)[0].strip()
    named = [name for inside in PARENTHESISED.findall(policy.title) if (name := _code(inside, policy.issuer))]
    if named and not (head and any(map(str.isdigit, head)) and len(head) <= len(named[-1]) + len("Notice ")):
        return named[-1]
    whole = " " in head and GOES_ON.fullmatch(title[len(head) :]) is None
    if not whole:
        head = title
    if len(head) <= LONGEST:
        return head
    if not policy.own:
        return _numbered(head) or _by_id(policy)
    year = policy.life.published.text[:4] if policy.life.published else ""
    return f"{shortened(head, LONGEST - len(year))} {year}".strip()


def _numbered(head: str) -> str:
    """Return the beginning of a title up to what it is about, where that ends in its number or year; else nothing.

    One that only says what kind of text it is says too little: every country has a `Law No. 4`.
    """
    name = SUBJECT.split(head, maxsplit=1)[0]
    said = [word for word in WORD.findall(name) if word[0].isupper() and word != "No"]
    return name if len(said) > 1 and len(name) <= NUMBERED and any(map(str.isdigit, name.split()[-1])) else ""


def _by_id(policy: Policy) -> str:
    """Return the words of a policy's id, written as its title and its issuer write them."""
    titled = WORD.findall(policy.title)
    small = [word for word in titled if len(word) > SMALL]
    sentence = 2 * sum(map(str.islower, small)) >= len(small)  # a title in which capitals mean something
    names = [word for word in titled[1:] if word[0].isupper()] if sentence else []
    written = [*names, *(word for word in (*titled, *WORD.findall(policy.issuer)) if _capitals(word) > 1)]
    known = {word.lower(): word for word in titled} | {word.lower(): word for word in written}
    plain = {word.lower() for word in titled} - {word.lower() for word in written}
    initials = " ".join("".join(word[0] for word in WORD.findall(text)) for text in (policy.title, policy.issuer))
    parts = policy.id.removeprefix("int-").split("-")
    words = [
        part if part in plain or part.removesuffix("s") in plain else known.get(part) or _abbreviated(part, initials)
        for part in parts
    ]
    if len(parts[0]) != len("UK"):
        words[0] = words[0][:1].upper() + words[0][1:]
    elif ACRONYM.fullmatch(policy.issuer):  # an issuer that people know says more than its country
        words = [policy.issuer, *(word for word in words[1:] if word != policy.issuer)]
    else:
        words[0] = parts[0].upper()
    return YEARS.sub(r"\1-\2", " ".join(words))


def _abbreviated(part: str, initials: str) -> str:
    """Return a word that no title has, in capitals where it stands for initials of the title or cannot be spoken.

    The plural `s` stays small: `ETPs`.
    """
    for stem in (part, part.removesuffix("s")):
        start = initials.lower().find(stem)
        if start >= 0 and len(stem) > 1:
            short_form = initials[start : start + len(stem)]  # `BoE` for the Bank of England
            return (short_form.upper() if short_form.islower() else short_form) + part[len(stem) :]
    letters = iter(initials.lower())
    stands_for = len(stem) <= SMALL + 1 and all(letter in letters for letter in stem)
    return stem.upper() + part[len(stem) :] if stands_for or not VOWEL.search(part) else part


def _capitals(word: str) -> int:
    return sum(map(str.isupper, word))


def _code(inside: str, issuer: str) -> str:
    """Return the number or acronym that stands in parentheses, empty where it is a remark, a date or the issuer."""
    name = PARTS.split(inside)[0].strip()
    words = name.split()
    if not 3 <= len(name) <= 20 or len(words) > 2 or ENDS_WITH_YEAR.search(name):
        return ""
    capitals = _capitals(words[0])
    issuers = WORD.findall(issuer)
    if words[0] in ("No.", "".join(word[0] for word in issuers), *issuers):
        return ""
    return name if capitals >= 2 or (words[0].endswith(".") and any(map(str.isdigit, name))) else ""


def short_place(locator: str) -> str:
    """Return where in a text something stands, as people cite it: `Art. 36(1)`, `s. 4`, `¶23`."""
    return SECTION.sub("s. ", ARTICLE.sub("Art. ", locator))


def shortened(text: str, longest: int) -> str:
    """Return a text cut at the end of a word, with an ellipsis where something is missing."""
    return text if len(text) <= longest else f"{text[:longest].rsplit(' ', 1)[0].rstrip(' ,;:(–-')}…"

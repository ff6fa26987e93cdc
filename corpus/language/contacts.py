"""Contacts: addresses, numbers to call, wallets and disguised letters, which all lead elsewhere."""

from __future__ import annotations

import re
import unicodedata

DOTS = str.maketrans(dict.fromkeys("․。．｡・‧∙", "."))
SPELLED = re.compile(r"\s*[\[({]?\b(?:dot|點|点)\b[\])}]?\s*", re.IGNORECASE)
# No list of endings: whatever is written like a host, of labels without blanks, may become an address tomorrow.
HOST = re.compile(r"(?<![\w.@-])(?:[^\W_][\w-]*\.)+[^\W\d_]{2,}(?![\w-])(?:[:/]\S+)?")
PATTERNS = (
    re.compile(r"\S+@\S+"),
    re.compile(r"\w+://\S+|\b(?:javascript|mailto|data|tel):\S+", re.IGNORECASE),
    HOST,
    re.compile(
        r"(?<![\w./-])(?!\d{4}-\d\d-\d\d\b)\+?\(?\d{1,4}\)?(?:[ .-]\(?\d{2,4}\)?){2,}(?![\w/-])|\+\d[\d ()-]{6,}"
    ),
    re.compile(r"\b(?=\w*\d)(?=\w*[a-z])\w{22,}\b", re.ASCII),  # a wallet or a key; Chinese goes on without blanks
)
ABBREVIATION = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,2}")  # U.S., e.g.
GROUPED = re.compile(r"[1-9]\d{0,2}(?: \d{3})+")  # 5 000 000 is a figure
INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\U000e0000-\U000e007f]")


def strange_contacts(text: str, held: str) -> list[str]:
    """Return what of a text leads elsewhere or disguises its letters, and stands not in what is held."""
    known = _folded(held)
    strange = [one for one in contacts(text) if _folded(one).rstrip("./") not in known]
    strange += [word for word in re.findall(r"\w+", text) if _mixed(word) and _folded(word) not in known]
    return list(dict.fromkeys([*strange, *(["an invisible character"] if INVISIBLE.search(text) else [])]))


def contacts(text: str) -> list[str]:
    """Return what of a text looks like a way to reach somebody."""
    plain = SPELLED.sub(".", unicodedata.normalize("NFKC", text).translate(DOTS)) if SPELLED.search(text) else None
    named = []
    for version in filter(None, (unicodedata.normalize("NFKC", text).translate(DOTS), plain)):
        for pattern in PATTERNS:
            for match in pattern.finditer(version):
                written = match.group(0).rstrip(".,;:!?)")
                if not ABBREVIATION.fullmatch(written) and not GROUPED.fullmatch(written):
                    named.append(written)
    return named


def _folded(text: str) -> str:
    return INVISIBLE.sub("", unicodedata.normalize("NFKC", text).translate(DOTS)).lower()


def _mixed(word: str) -> bool:
    """Return whether a word has Latin letters and letters that only look so, Cyrillic or Greek."""
    scripts = {unicodedata.name(letter, "").split(" ")[0] for letter in word if letter.isalpha()}
    return "LATIN" in scripts and bool(scripts & {"CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"})

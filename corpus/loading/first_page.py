"""What the first page of a document says about itself: title, date, kind, issuer, jurisdiction.

The file name and the metadata are not asked: of ten official files, three names and three metadata titles are wrong.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from corpus.language.dates import NUMERIC, numeric_day, page_dates
from corpus.language.places import PLACES, REGULATORS
from corpus.loading.cleaning import squeeze
from corpus.loading.dating import publication
from corpus.loading.draft import Draft
from corpus.records import PartialDate

FRONT = 4_000  # letters that are read: a first page has about 3,000
TITLE_LENGTH = 300
KINDS = {
    "consultation conclusions": "conclusions", "consultation": "consultation", "guideline": "guideline",
    "guidance": "guideline", "circular": "circular", "press release": "press release", "speech": "speech",
    "policy statement": "policy statement", "ordinance": "ordinance", "rulebook": "rulebook", "notice": "notice",
    "regulation": "regulation", "act": "act", "bill": "bill", "standard": "standard",
}  # fmt: skip
SMALL_WORDS = {"of", "the", "and", "on", "in", "for", "to", "by"}

_EU_ACT = re.compile(
    r"((?:COMMISSION |COUNCIL )?(?:DELEGATED |IMPLEMENTING )?(?:REGULATION|DIRECTIVE|DECISION)"
    r" \([A-Z, ]+\) (?:No )?\d+/\d+.*?)"
    r"(?:\(Text with EEA|\s+THE (?:EUROPEAN|COUNCIL)\b[A-Z ,]*,)",
    re.DOTALL,
)
_JOURNAL_DATE = re.compile(rf"\b(?P<day>{NUMERIC})\b")
# As a consolidated text names below its title where the act was published.
_JOURNAL = re.compile(rf"(?:\(Text with EEA relevance\))?\s*\(OJ L \d+,? (?P<day>{NUMERIC}), p\. \d+\)")
_PUBLIC_LAW = re.compile(r"Public Law (\d+)[–-](\d+)", re.IGNORECASE)
_BILL = re.compile(r"\b(S\.|H\.\s?R\.|S\. ?J\. ?Res\.|H\. ?J\. ?Res\.)\s?(\d+)\b")
_PRINT = re.compile(r"RULES COMMITTEE PRINT (\d+)[–-](\d+)")
_SHORT_TITLES = re.compile(r"may be cited as the ((?:“[^”]+”(?:,? or the )?)+)")
_COURT = re.compile(
    r"((?:UNITED STATES (?:DISTRICT COURT|COURT OF APPEALS)|SUPREME COURT OF THE UNITED STATES)"
    r"(?:\s+(?:FOR THE )?[A-Z]+ (?:DISTRICT|CIRCUIT)(?: OF [A-Z]+(?: [A-Z]+)?)?)?)"
)
_PARTIES = re.compile(
    r"([A-Z][A-Z ,.&]{2,120}?),?\s*Plaintiffs?,?\s*-?\s*(?:against|v\.|vs\.)-?(.{0,200}?),?\s*Defendants?\b", re.DOTALL
)
_DOCKET = re.compile(r"\b\d{1,2} Ci\s?v\. \d+ \(\w+\)")
_FILED = re.compile(r"(?:Filed|FILED:?)\s+(\d[\d/]+\d)")
_TIME = re.compile(r"\b\w+(?: \w+)? time\b")  # `Hong Kong time` names a clock
_FIRST_PARTY = re.compile(r"(.+?(?:,? (?:INC|LLC|LTD|CORP|L\.P)\.?)?)(?:,(?! (?:INC|LLC|LTD|CORP|L\.P))| and |\Z)")


@dataclass(frozen=True, slots=True)
class FirstPage:
    """What a first page tells; empty where it does not."""

    title: str = ""
    published: PartialDate | None = None
    kind: str = ""
    issuer: str = ""
    jurisdiction: str = ""
    warnings: tuple[str, ...] = ()


def describe(drafts: Sequence[Draft], furniture: str = "") -> FirstPage:
    """Read the paragraphs of a first page, and the words of its headers and footers, where dates often stand.

    Known are acts of the European Union, and laws, bills and court papers of the United States; of any other text the
    largest type is the title.
    """
    text = squeeze(" ".join(draft.text for draft in drafts))[:FRONT]
    for read in (_eu_act, _us_law, _us_bill, _court_paper):
        if (found := read(text, furniture)) is not None:
            return found
    return _other(drafts, text, furniture)


def _eu_act(text: str, furniture: str) -> FirstPage | None:
    match = _EU_ACT.search(text)
    if match is None:
        return None
    title = _title_case(match.group(1))
    adopted = _first_date(title)
    journal = _JOURNAL.match(text[match.end(1) :]) or _JOURNAL_DATE.search(furniture)
    published = numeric_day(journal["day"]) if journal else None
    commission = title.startswith("Commission")
    return FirstPage(
        title=title,
        published=published or adopted,
        kind="regulation" if "Regulation" in title.split("(")[0] else "act",
        issuer="European Commission" if commission else "European Parliament and Council",
        jurisdiction="European Union",
    )


def _us_law(text: str, furniture: str) -> FirstPage | None:
    law = _PUBLIC_LAW.search(text)
    if law is None or "Be it enacted" not in text:
        return None
    number = f"Public Law {law.group(1)}-{law.group(2)}"
    return FirstPage(
        title=_short_title(text, number),
        published=_first_date(furniture) or _first_date(text),
        kind="act",
        issuer="US Congress",
        jurisdiction="United States",
    )


def _us_bill(text: str, furniture: str) -> FirstPage | None:
    number, printed = _BILL.search(text), _PRINT.search(text)
    if number is None or not (printed or "A BILL" in text):
        return None
    name = f"{number.group(1).replace(' ', '')} {number.group(2)}"
    if printed:
        name += f", Rules Committee Print {printed.group(1)}-{printed.group(2)}"
    return FirstPage(
        title=_short_title(text, name),
        published=_first_date(text) or _first_date(furniture),
        kind="bill",
        issuer="US Senate" if number.group(1).startswith("S") else "US House of Representatives",
        jurisdiction="United States",
    )


def _short_title(text: str, number: str) -> str:
    """Return the names by which an act may be cited, and its number."""
    match = _SHORT_TITLES.search(text)
    if match is None:
        return number
    first, *others = re.findall(r"“([^”]+)”", match.group(1))
    return f"{first} ({', '.join(others)}), {number}" if others else f"{first}, {number}"


def _court_paper(text: str, furniture: str) -> FirstPage | None:
    court = _COURT.search(text)
    if court is None:
        return None
    filed = _FILED.search(f"{furniture} {text}")
    published = numeric_day(filed.group(1), month_first=True) if filed else None
    what = next(
        (word for word in ("OPINION AND ORDER", "FINAL JUDGMENT", "JUDGMENT", "OPINION", "ORDER") if word in text), ""
    )
    parties = _PARTIES.search(text.replace(court.group(0), "|"))
    names = ""
    if parties:
        sides = [_title_case(_first_party(_DOCKET.sub("", side).replace(what, ""))) for side in parties.groups()]
        names = " v. ".join(sides)
    return FirstPage(
        title=": ".join(part for part in (names or _title_case(court.group(1)), what.capitalize()) if part),
        published=published or _first_date(text),
        kind="judgment",
        issuer=_title_case(court.group(1)).replace(" Court ", " Court, ", 1),
        jurisdiction="United States",
    )


def _first_party(names: str) -> str:
    match = _FIRST_PARTY.match(names.strip(" ,"))
    return match.group(1) if match else names


def _other(lines: Sequence[Draft], text: str, furniture: str) -> FirstPage:
    title = _largest(lines)
    low = f"{title} {text[:600]}".lower()
    kind = next((kind for word, kind in KINDS.items() if re.search(rf"\b{word}s?\b", title.lower())), "") or next(
        (kind for word, kind in KINDS.items() if " " in word and word in low), ""
    )
    issuer = next(
        (name for name in REGULATORS if name.isascii() and re.search(rf"\b{re.escape(name)}\b", text[:600])), ""
    )
    place = REGULATORS.get(issuer) or next((place for place in PLACES if place.lower() in _TIME.sub("", low)), "")
    told = publication([part for line in lines for part in line.text.split("\n")], place=place)
    if told.when is None and furniture:
        told = publication([furniture], place=place)
    return FirstPage(title, told.when, kind, issuer, place, (told.warning,) if told.warning else ())


def _largest(lines: Sequence[Draft]) -> str:
    """Return the first heading, or what stands in larger type than the text, or a short first paragraph."""
    headings = [line for line in lines if line.level]
    if headings:
        return min(headings, key=lambda line: line.level).text[:TITLE_LENGTH]
    wordy = [line for line in lines if sum(letter.isalpha() for letter in line.text) > 3]
    if not wordy:
        return ""
    size = max(line.size for line in wordy)
    body = max(wordy, key=lambda line: len(line.text)).size
    first = next(number for number, line in enumerate(wordy) if line.size == size)
    run = list(takewhile(lambda line: line.size == size, wordy[first:])) if size > body else wordy[:1]
    title = " ".join(line.text for line in run)
    return title if len(title) <= TITLE_LENGTH and not title.endswith((".", ";", ":", ",")) and len(wordy) > 1 else ""


def _first_date(text: str) -> PartialDate | None:
    """Return the first full date of a text."""
    return next((one.when for one in page_dates(text, month_first=True) if one.when.first == one.when.last), None)


def _title_case(text: str) -> str:
    """Write words of capitals with a capital first letter only; what stands in parentheses or has digits stays."""

    def write(match: re.Match[str]) -> str:
        word = match.group(0)
        if not word.isupper() or len(word) < 2:
            return word
        return word.lower() if word.lower() in SMALL_WORDS and match.start() else word.capitalize()

    return re.sub(r"(?<![(\w/])[^\W\d_]+(?![\w)])", write, squeeze(text)).strip(" ,")

"""Which documents a question is asked of, and what of their build it asks for: a summary, a provision, the dates."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import PurePath

from assistant.answers.records import Intent, Query, Question
from corpus.errors import InputError
from corpus.language.references import REFERENCE, references
from corpus.language.terms import terms
from corpus.records import Policy

MINE = "mine"  # the name for all own documents that the asker sees, and no note
MOST_NAMED = 5  # documents that an error lists
DIGITS = {digit: place for place, digit in enumerate("〇一二三四五六七八九")} | {"零": 0, "兩": 2, "两": 2}
CHINESE_PROVISION = re.compile(
    r"第\s*(?P<place>\d+[A-Z]*|[〇零一二兩两三四五六七八九十百]+)\s*(?P<name>[條条段款節节章部])"
    r"(?:之\s*(?P<added>\d{1,2}|[一二三四五六七八九十]{1,3}))?"
)
WITHIN = re.compile(
    r",?\s*(?:of|in|under)\s+(?:the\s+)?(?P<name>part|chapter|title|schedule|annex|appendix|division|section)\s+"
    r"(?P<place>\d{1,3}[A-Z]?|[IVXLC]{1,6}|[A-Z])\b",
    re.IGNORECASE,
)
CALLED = {
    "條": ("article", "art", "section", "sec", "s", "p"), "段": ("paragraph", "para", "p"), "章": ("chapter",),
    "節": ("section", "sec", "s"), "部": ("part",), "款": ("paragraph", "para", "p"),
}  # fmt: skip
ALIKE = {"條": "條条", "条": "條条", "節": "節节", "节": "節节"}
CALLED |= {"条": CALLED["條"], "节": CALLED["節"]}
WHOLE = re.compile(
    r"\b(?:summar(?:y|ies|i[sz]e[sd]?)|sum (?:it|this|that) up|overview|outline|tl;?dr|gist|takeaways?|main points|"
    r"key points|in short|about)\b|what does (?:it|this|the \w+) say|摘要|概述|概括|概要|總結|总结|撮要|重點|重点|大意|"
    r"(?:講|讲|說|说|關於|关于)(?:乜|咩|什麼|什么|甚麼)",
    re.IGNORECASE,
)
DATES = re.compile(
    r"\b(?:deadlines?|due dates?|dates?|timelines?|timetable|time[- ]?limits?|time ?frames?)\b"
    r"|限期|期限|日期|時間表|时间表|截止",
    re.IGNORECASE,
)
# Words that say nothing of what in a document is asked for.
PLAIN = frozenset(
    terms(
        "summary summarise summarize summarised sum overview outline tldr tl dr gist takeaway takeaways main key "
        "points point short about deadline deadlines due date dates timeline timetable time limit limits frame "
        "timeframe "
        "please give show list tell all the this that these document documents file text paper pdf page act circular "
        "law regulation ordinance guideline bill opinion notice letter statement contract memo sheet term report it "
        "contain contains content say says said cover covers important brief briefly bullet bullets quick quickly can "
        "could you me my own upload uploaded attach attached add added mention mentioned named set every each what "
        "which is are there does do one paragraph sentence sentences few words word whole entire full need know find "
        "quote quoted exact exactly verbatim "
        "extract any key require requires required requirement requirements provide provides state states lay lays "
        "down set sets out mean means regulate regulates about under tell deal deals with wording"
    )
)
PLAIN_CHINESE = re.compile(
    r"[這这呢此該该份個个]|文件|文檔|文档|上載|上传|請|请|幫|帮|我|裏|里|裡|中|的|嘅|所有|列出|全部|主要|內容|内容|有|什麼|什么|"
    r"甚麼|哪些|邊啲|是|係|一下|一|給|给|用|簡單|简单|講|讲|說|说|乜|咩|關於|关于|和|及|與|与|要求|規定|规定|訂明|订明"
)


class Asks(StrEnum):
    """What of a whole document a question asks for."""

    OUTLINE = "outline"
    DATES = "dates"


@dataclass(frozen=True, slots=True)
class Provision:
    """A provision that a question names: as it was written, the slugs that its locator may have, and its number.

    `within` is the part of the document that it is said to stand in, as `Part B`.
    """

    written: str
    slugs: frozenset[str]
    number: str
    within: str = ""


def asks_whole(text: str, titles: Sequence[str] = ()) -> Asks | None:
    """Return what of a whole document a text asks for; None where it asks for something in particular."""
    asked = Asks.DATES if DATES.search(text) else Asks.OUTLINE if WHOLE.search(text) else None
    if asked is None or provisions(text):
        return None
    return None if _left(PLAIN_CHINESE.sub("", DATES.sub("", WHOLE.sub("", text))), titles) else asked


def _left(text: str, titles: Sequence[str]) -> list[str]:
    """Return the search terms of a text that say what in a document is asked for."""
    named = {term for title in titles for term in terms(title)}
    return [term for term in terms(text) if term not in PLAIN and term not in named]


def asked_of(text: str, titles: Sequence[str] = ()) -> list[str]:
    """Return the search terms of what a text asks of a provision; none where it only asks what the provision says."""
    rest = PLAIN_CHINESE.sub("", CHINESE_PROVISION.sub("", REFERENCE.sub("", WITHIN.sub("", text))))
    return _left(rest, titles)


def by_itself(question: Question) -> bool:
    """Return whether a question of documents asks for how they are built, and leans on nothing that was said before."""
    text = question.text
    return bool(question.documents) and (asks_whole(text) is not None or bool(provisions(text)))


def provisions(text: str) -> list[Provision]:
    """Return the provisions that a text names, in English or Chinese, in their order."""
    found: list[Provision] = []
    end = 0  # of the part that the last one stands in: it is not asked for itself
    for match in REFERENCE.finditer(text):
        if match.start() < end:
            continue
        within = WITHIN.match(text, match.end())
        end = within.end() if within else match.end()
        part = f"{within['name']} {within['place']}" if within else ""
        found += [
            Provision(match.group(0).strip(), slugs, match["place"], part) for slugs in references(match.group(0))
        ]
    return [*found, *_chinese_provisions(text)]


def _chinese_provisions(text: str) -> Iterator[Provision]:
    for match in CHINESE_PROVISION.finditer(text):
        forms, added = _forms(match["place"]), _forms(match["added"] or "")
        number = forms[-1]
        slugs = {f"第{place}{name}{f'之{more}' if more else ''}" for place in forms for more in added
                 for name in ALIKE.get(match["name"], match["name"])}  # fmt: skip
        if not match["added"]:
            slugs |= {f"{name}-{number.lower()}" for name in CALLED[match["name"]]} | {f"p{number}"}
        yield Provision(match.group(0), frozenset(slugs), match.group(0) if match["added"] else number)


def _forms(place: str) -> tuple[str, ...]:
    """Return a number as a text may write it: as it stands, in Chinese, and last in digits."""
    number = place if not place or place[0].isdigit() else str(_number(place))
    return (place, _in_chinese(int(number)), number) if number.isdigit() else (number,)


def _in_chinese(number: int) -> str:
    """Write a number up to 999 in Chinese: 十二, 一百零五."""
    digits = "零一二三四五六七八九"
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{digits[hundreds]}百" if 0 < hundreds < 10 else ""
    if tens:
        text += f"{digits[tens] if tens > 1 or hundreds else ''}十"
    elif ones and hundreds:
        text += "零"
    return text + (digits[ones] if ones else "")


def _number(written: str) -> int:
    """Return a number up to 999 that is written in Chinese."""
    total = last = 0
    for char in written:
        if char in "十百":
            total += (last or 1) * (10 if char == "十" else 100)
            last = 0
        else:
            last = last * 10 + DIGITS[char]
    return total + last


def confined(query: Query, question: Question, policies: Mapping[str, Policy], today: date) -> Query:
    """Return a query that is asked of the question's documents alone; the same one where it names none.

    What a question says of days and places is then looked for in the document, and filters nothing; only a day that
    was set beside it holds. Raises InputError as `named` does.
    """
    if not question.documents:
        return query
    return replace(
        query,
        documents=named(question.documents, policies),
        as_of=question.as_of or today,
        jurisdictions=(),
        intent=Intent.FACT if query.intent is Intent.COMPARISON else query.intent,
        event=False,
        happened="",
    )


def named(names: Sequence[str], policies: Mapping[str, Policy]) -> tuple[str, ...]:
    """Return the ids of the policies that names stand for: an id, a file's name or a title, whole or in part.

    `mine` stands for all own documents. Raises InputError for a name that none has, or that several share.
    """
    return tuple(dict.fromkeys(id_ for name in names for id_ in _called(name.strip(), policies)))


def _called(name: str, policies: Mapping[str, Policy]) -> list[str]:
    if name in policies:
        return [name]
    wanted, own = name.casefold(), [policy for policy in policies.values() if policy.own and not policy.terms]
    whole = [policy for policy in policies.values() if wanted in _names(policy)] if wanted else []
    whole = whole or [policy for policy in own if PurePath(wanted).name in _names(policy)]
    if not whole and wanted == MINE:
        if not own:
            raise InputError("You have no documents yet: add one first (`python -m assistant add FILE`).")
        return [policy.id for policy in own]
    found = whole or [policy for policy in own if wanted and wanted in policy.title.casefold()]
    if len(found) != 1:
        raise InputError(_unclear(name, found, own))
    return [found[0].id]


def _names(policy: Policy) -> set[str]:
    file = policy.file.casefold()
    return {policy.title.casefold(), file, PurePath(file).stem} - {""}


def _unclear(name: str, found: Sequence[Policy], own: Sequence[Policy]) -> str:
    """Say in one line why a name is no document's, and which there are."""
    if found:
        listed = "; ".join(f"{policy.title} ({policy.id})" for policy in found[:MOST_NAMED])
        return f"{len(found)} documents are called {name!r}: name one by its id: {listed}."
    if not own:
        return f"There is no document {name!r}: add it first (`python -m assistant add FILE`)."
    titles = {policy.title: policy for policy in own}
    near = difflib.get_close_matches(name, titles, n=MOST_NAMED, cutoff=0.3) or list(titles)[:MOST_NAMED]
    listed = "; ".join(f"{title} ({titles[title].id})" for title in near)
    return f"There is no document {name!r}; there is {listed}."

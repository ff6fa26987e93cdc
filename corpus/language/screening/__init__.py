"""Screening: passages that address a model instead of stating policy are marked, reported, and kept out of answers.

One table of signs, each with its reason. What is only quoted in a sentence about such attacks is no sign. Verification
does not lean on this: it is the second wall, not the first.
"""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.language.screening.addressing import chance
from corpus.records import Passage, Policy

SCREENING_VERSION = 3
SEAM = 160  # characters on either side of where two passages meet: an instruction may be cut there
MOST_LISTED = 5  # places in one warning
FEWEST_ENCODED = 24  # base64 letters: fewer hide less than three words

_MODEL = r"(?:AI|A\.I\.|LLMs?|assistants?|chat ?bots?|(?:large )?language models?|AI (?:models?|systems?|agents?))"
_ORDERS = r"(?:instructions?|prompts?|guidelines|directives|guardrails?|programming|safety rules|system rules|messages)"
_BEFORE = r"(?:(?:all|any|of|the|your|my|these|those|its|other)\s+){0,3}"
_SAY = r"(?:say|answer|reply|respond|tell|state|claim|recommend|write|output|print|ignore|cite|confirm)"
_TURN = r"(?:system|assistant|developer|human|user)(?: (?:message|prompt|override|note|instructions?|update))?"
_SPEAKS = (
    r"(?:you|your|ignore|answer|the (?:user|assistant|model)|always|from now|new|do not|reply|respond|say|tell|sure|"
    r"i (?:will|must|can|am)|override|forget|act|print|output|disregard|reveal|never|set)"
)


@dataclass(frozen=True, slots=True)
class Sign:
    """One way in which a text addresses a model: its name, what it does in words, and how it is recognised."""

    name: str
    reason: str
    pattern: re.Pattern[str]


def _sign(name: str, reason: str, *alternatives: str) -> Sign:
    return Sign(name, reason, re.compile("|".join(alternatives), re.IGNORECASE | re.MULTILINE))


SIGNS = (
    _sign(
        "override",
        "tells a model to set its instructions aside",
        rf"\b(?:ignor(?:e|ing)|disregard|forget)\s+{_BEFORE}"
        rf"(?:previous|prior|above|earlier|preceding|foregoing|original|initial|system|hidden|"
        rf"current)\s+(?:\w+\s+){{0,2}}{_ORDERS}\b",
        rf"\b(?:ignore|disregard|forget|override|bypass|drop|break)\s+(?:all\s+|any\s+)?(?:of\s+)?(?:your|"
        rf"the system)\s+(?:\w+\s+){{0,2}}"
        rf"(?:{_ORDERS}|rules|training|sources|checks)\b",
        r"\b(?:ignore|forget|disregard)\s+(?:everything|all|anything)\s+(?:that\s+(?:is|was|came)\s+)?"
        r"(?:above|before|you (?:were|have been|know)|said)\b",
        r"(?:忽略|無視|无视|忽視|忽视|忘記|忘记|不要理會|不要理会|不要遵守)(?:掉|了|你|妳|之前|以上|上述|先前|"
        r"前面|此前|所有|一切|全部|任何|的|系統|系统){1,6}"
        r"(?:指令|指示|提示|規則|规则|命令|設定|设定|說明|说明)",
        r"\b(?:ignore[zr]?|oublie[zr]?)\b.{0,30}\b(?:instructions|consignes|règles)\b.{0,6}(?:précéd|antéri|"
        r"ci-dessus)",
        r"\b(?:ignorier\w*|vergiss|missachte)\b.{0,30}\b(?:anweisung|instruktion|regel|vorgabe)\w*",
        r"\b(?:ignor[ae]|olvid[ae]|haz caso omiso)\b.{0,30}\b(?:instrucciones|indicaciones|instruções)\b",
        r"\bignora\b.{0,20}\bistruzioni\b",
        r"(?:игнорируй|забудь)\w*.{0,40}(?:инструкц|указани|правил)",
        r"(?:以前|上記|これまで|前|すべて).{0,8}(?:指示|命令|プロンプト).{0,4}(?:無視|忘れ)",
        r"(?:이전|위의|앞선|모든).{0,10}(?:지시|명령|지침).{0,6}(?:무시|잊)",
        r"تجاهل.{0,30}(?:التعليمات|الأوامر)",
    ),
    _sign(
        "orders",
        "gives a model orders",
        rf"\b(?:dear|attention|hey|hello|note (?:to|for)|message (?:to|for)|instructions? (?:to|for)|"
        rf"important for)[\s:,]+"
        rf"(?:the |any |all |every )?{_MODEL}\b",
        rf"\b{_MODEL}\s+(?:reading|processing|summari[sz]ing|indexing|that reads?|who reads?)\s+this\b",
        rf"\b(?:the|this|every|each|any|an)\s+(?:AI |answering )?(?:assistant|chat ?bot|language model|LLM)\s+"
        rf"(?:must|should|shall|will|has to|is to|is required to)\s+(?:now |always |never |not |then |"
        rf"only )?{_SAY}\b",
        rf"\bas an? {_MODEL},? you\b",
        r"\b(?:new|updated|hidden|secret|real|additional|override)\s+(?:system\s+)?(?:instructions?|prompt|task|"
        r"directive)s?\s*[:：]",
        r"\bfrom now on,?\s+(?:you|always|never|answer|reply|respond|act)\b",
        r"\byou are (?:now|no longer)\s+(?:an?|the|in|bound|DAN|free|unrestricted|my)\b",
        rf"\b(?:if|when|whenever)\s+(?:you are asked|(?:the|a|any|your) users? asks?|users ask|(?:any|"
        rf"some)one asks)\b[^.\n]{{0,80}},\s*"
        rf"(?:then |always |you must |please |simply ){{0,2}}{_SAY}\b",
        rf"\b(?:in|to|with|of) (?:your|every|each) (?:answer|response|reply)\b[^.\n]{{0,30}}\b(?:you must|"
        rf"always|{_SAY})\b",
        r"\b(?:your|every|each) (?:answer|reply) (?:must|should|has to|needs to) (?:always )?(?:be|begin|start|"
        r"end|contain|say|include)\b",
        r"\b(?:print|reveal|repeat|show|output|disclose|leak|recite|tell me)\s+(?:me\s+|us\s+)?(?:your|the system)\s+"
        r"(?:(?:full|entire|exact|system|hidden|initial|secret|original)\s+){0,2}(?:prompt|instructions|rules|"
        r"message)\b",
        r"\b(?:developer|jailbreak|debug|god|DAN) mode (?:is )?(?:on|enabled|activated)\b|\bdo anything now\b",
        r"(?:从现在起|從現在起|从现在开始|從現在開始)[,，、]?\s*你|你(?:現在|现在)是(?:一個|一个|一名)|"
        r"(?:AI|人工智能|人工智慧|智能)(?:助手|助理|模型)[,，:：]?\s*(?:請|请|必須|必须|應當|应当|只能|不要|你)",
        r"(?:輸出|输出|顯示|显示|打印|列印|透露|說出|说出|重複|重复)(?:你的|系統|系统){1,2}(?:提示|指令|規則|规则)",
        r"(?:當|当|如果)(?:用戶|用户)(?:問|问|提問|提问).{0,30}(?:回答|說|说|答)",
    ),
    _sign(
        "turn",
        "imitates a turn of the conversation",
        r"<\|\s*/?\s*(?:im_start|im_end|im_sep|system|user|assistant|endoftext|eot_id|end|start_header_id|"
        r"begin_of_text)\b",
        r"\[/?(?:INST|SYS|SYSTEM|USER|ASSISTANT)\]|<</?SYS>>|<(?:start|end)_of_turn>",
        r"#{2,4}\s*(?:Instruction|System|Assistant|Response|Human|User)s?\s*(?::|$)",
        rf"(?:^|[.!?。\n\"“]\s*)[*_#>\s]*{_TURN}\s*[*_]*[:：]\s*{_SPEAKS}\b",
        r"(?:系統|系统|助手|助理)(?:消息|訊息|提示|指令)?[:：]\s*(?:你|請|请|忽略|無視|无视|从|從|回答|必)",
        r"\"role\"\s*:\s*\"(?:system|assistant|developer)\"",
    ),
    _sign(
        "delimiter",
        "imitates the frame that passages are given in",
        r"<\s*/\s*(?:passages?|question|sentence|turns|context|documents?|instructions?|system)\s*>",
        r"<\s*(?:passage|passages|question|sentence|turns|system|instructions?)(?:\s+\w+\s*=[^>]*)?\s*>",
        r"\b(?:end|begin(?:ning)?) of (?:the )?(?:passages?|context|system prompt|documents? (?:list|"
        r"context))\b[^.\n]{0,20}[-=*#\]:]",
    ),
    _sign(
        "source",
        "forges the name of a source",
        r"\[\s*(?:source|citation|ref(?:erence)?|cite|來源|来源)\s*[:：][^\]\n]{0,120}\]|【\d+[†:][^】]{0,60}】|"
        r"\bcite this as (?:passage )?\[?\d+\]?",
    ),
    _sign(
        "link",
        "plants a link or a picture in the answer",
        r"!\[[^\]\n]*\]\s*\(|<\s*(?:img|script|iframe|svg|object|embed)\b",
        r"\b(?:javascript|vbscript)\s*:\s*\S|\bdata:(?:text/html|image/\w+|application/\w+)[;,]",
        r"\b(?:include|insert|add|append|embed|render|display|put|show|paste)\b[^\n]{0,60}?\b(?:image|picture|"
        r"link|url|hyperlink|pixel)\b"
        r"[^\n]{0,80}?\b(?:your|every|each|the) (?:answer|reply|output)\b",
        r"\b(?:your|every|each) (?:answer|reply)\b[^.\n]{0,40}\b(?:image|picture|link|url|hyperlink|pixel)\b",
        r"(?:回答|回覆|回复|答案)(?:中|裡|里|末尾|最後|最后).{0,12}(?:加入|插入|附上|包含|顯示|"
        r"显示).{0,20}(?:連結|链接|鏈接|圖片|图片|網址|网址)",
    ),
)  # fmt: skip
ANSWERING, SURE = "answering", 0.9  # a sign that is learned, and the chance from which it counts
WINDOW, SHORT = 3, 120  # short lines that may be one sentence, and their characters
REASONS = {sign.name: sign.reason for sign in SIGNS} | {ANSWERING: "speaks to whoever answers about it"}
MARKER = re.compile(r"[.。!?]?\s*\[\d{1,2}\](?:\[\d{1,2}\])*\s*[.。!?]?(?=\s|$)")
_ENCODED = re.compile(rf"(?<![A-Za-z0-9+/=-])[A-Za-z0-9+/]{{{FEWEST_ENCODED},}}={{0,2}}")
_QUOTED = re.compile(r"“[^”]{0,300}”|\"[^\"\n]{0,300}\"|‘[^’]{0,300}’|「[^」]{0,300}」")
_DISCUSSED = re.compile(
    r"\b(?:prompt injections?|jailbreak\w*|adversar\w+|attack(?:s|ers?)?|manipulat\w+|malicious|hostile|"
    r"red[- ]team\w*)\b|提示注入|攻擊|攻击|惡意|恶意",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.!?。！？\n]*(?:[.!?。！？]+[”\"’」]*|\n|$)")
# No sign shows without one of these: looking for them first is ten times faster than looking for the signs.
_HINT = re.compile(
    r"ignor|disregard|forget|overrid|bypass|set aside|oublie|missacht|vergiss|olvid|caso omiso|\byour?\b|"
    r"assistant|chat ?bot|"
    r"\bllms?\b|language model|\ba\.?i\b|instruction|prompt|directive|from now on|users? ask|one asks|"
    r"\b(?:answer|reply)\b|\bmode\b|do anything|"
    r"script\s*:|data:|(?:system|developer|human|user)\s*[*_]*[:：]|cite this|\b(?:begin|end)\w* of|[<\[【!#]|role\"|"
    r"[\u0370-\u04ff\u0600-\u06ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
)
# Letters of other scripts that look like Latin ones.
_LOOKALIKES = str.maketrans(
    "аеорсухіјѕԁһӏѵԛԝκνορτυАВЕКМНОРСТУХІЈЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "aeopcyxijsdhlvqwkvoptuABEKMHOPCTYXIJSABEZHIKMNOPTYX"
)


def screen(text: str) -> tuple[str, ...]:
    """Name the signs that a text addresses a model, in the order of the table.

    Compatibility forms, look-alike letters and base64 are read as what they stand for.
    """
    shown = unicodedata.normalize("NFKC", text)
    visible = "".join(letter for letter in shown if letter in "\n\t" or unicodedata.category(letter) != "Cf")
    readings = dict.fromkeys((visible, visible.translate(_LOOKALIKES), *_decoded(visible)))
    hinting = [reading for reading in readings if _HINT.search(reading.lower())]
    signs = {sign.name for reading in hinting for sign in SIGNS if _shows(sign, reading)}
    return tuple(sign.name for sign in SIGNS if sign.name in signs)


def reasons(signs: Sequence[str]) -> str:
    """Say in words what a passage with these signs does."""
    return "; ".join(REASONS[name] for name in signs)


def _shows(sign: Sign, text: str) -> bool:
    return any(not _is_discussed(match, text) for match in sign.pattern.finditer(text))


def _is_discussed(match: re.Match[str], text: str) -> bool:
    """Return whether a match only stands in quotation marks in a sentence on such attacks."""
    quoted = any(quote.start() <= match.start() and match.end() <= quote.end() for quote in _QUOTED.finditer(text))
    return quoted and any(
        sentence.start() <= match.start() < sentence.end() and _DISCUSSED.search(_QUOTED.sub("", sentence.group(0)))
        for sentence in _SENTENCE.finditer(_QUOTED.sub(lambda quote: "“" + "_" * (len(quote.group(0)) - 2) + "”", text))
    )


def _decoded(text: str) -> Iterator[str]:
    """Yield what runs of base64 say, where that is text."""
    for run in _ENCODED.findall(text):
        try:
            yield base64.b64decode(run + "=" * (-len(run) % 4), validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            continue  # a hash or a name, not hidden words


def screened(passages: Sequence[Passage], policy: Policy) -> list[Passage]:
    """Return the passages of a policy with their signs; title and headings count, and where two passages meet."""
    above = screen(policy.title)
    # A heading may have stood as `### Instruction:`, whose marks were read.
    marked = ["\n".join((*(f"### {one}" for one in passage.headings), passage.text)) for passage in passages]
    signs = [{*above, *screen(text)} for text in marked]
    seams = [screen(f"{one.text[-SEAM:]} {other.text[:SEAM]}") for one, other in pairwise(passages)]
    for place, seam in enumerate(seams):
        across = {*seam} - signs[place] - signs[place + 1]
        signs[place] |= across
        signs[place + 1] |= across
    for place in _answering(passages):
        signs[place].add(ANSWERING)
    return [
        replace(passage, signs=tuple(name for name in REASONS if name in own))
        for passage, own in zip(passages, signs, strict=True)
    ]


def _answering(passages: Sequence[Passage]) -> Iterator[int]:
    """Yield the places of passages that speak to whoever answers, each by itself or as a line of several short ones."""
    for place, passage in enumerate(passages):
        if chance("\n".join((*passage.headings[-1:], passage.text))) >= SURE:
            yield place
        window = passages[place : place + WINDOW]
        short = len(window) == WINDOW and all(len(one.text) <= SHORT for one in window)
        if short and chance(" ".join(one.text for one in window)) >= SURE:
            yield from range(place, place + WINDOW)


def warnings(passages: Sequence[Passage]) -> tuple[str, ...]:
    """Say for the user, one line per kind, which passages are kept out of answers, and which hold marks like ours."""
    told: list[str] = []
    for name, reason in REASONS.items():
        if places := [passage.locator for passage in passages if name in passage.signs]:
            told.append(f"Left out of answers, because it {reason}: {_listed(places)}.")
    if places := [passage.locator for passage in passages if MARKER.search(passage.text)]:
        told.append(f"Holds citation marks like ours, which answers show in parentheses: {_listed(places)}.")
    return tuple(told)


def _listed(places: Sequence[str]) -> str:
    more = f" and {len(places) - MOST_LISTED} more" if len(places) > MOST_LISTED else ""
    return ", ".join(places[:MOST_LISTED]) + more

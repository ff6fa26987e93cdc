"""Stances of a text: what it denies, how strongly it demands, which bounds it sets, and whether it holds already.

Short lists of closed classes: they only feed the fitted judge of `support`, which weighs them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.verification.evidence import Evidence
from corpus.records import Standing

NOT = re.compile(
    r"\b(?:no|not|never|none|nobody|nothing|neither|nor|without|cannot|outside|un\w{4,}|non-\w+)\b|n['’]t\b|[不沒没未無无非毋]",
    re.IGNORECASE,
)
FORCE = {
    "must not": re.compile(
        r"\b(?:must|may|shall|should|can|could) (?:not|never)\b|\bcannot\b|\b(?:prohibit|forbid|ban|bar)\w*"
        r"|不得|不應|不可|禁止",
        re.IGNORECASE,
    ),
    "need not": re.compile(
        r"\bneed(?:s)? (?:not|no)\b|\b(?:not|never) (?:be )?(?:required|have to|need)|\bexempt\w*|無須|豁免|毋須",
        re.IGNORECASE,
    ),
    "must": re.compile(
        r"\b(?:must|shall|required?|requires|ha[sd] to|have to|needs?|needed|obliged)\b|必須|必须|須|需", re.IGNORECASE
    ),
    "should": re.compile(r"\b(?:should|ought|expect\w*)\b|應|应", re.IGNORECASE),
    "may": re.compile(r"\b(?:may(?! \d)|can|could|allow\w*|permit\w*|lets?|able)\b|可", re.IGNORECASE),
}
LEVEL = {"must not": -3.0, "need not": -1.0, "may": 1.0, "should": 2.0, "must": 3.0}
NOT_YET = re.compile(
    r"\b(?:would|will|could|propos\w+|draft\w*|bills?|plan\w*|intend\w*|aim\w*|pending|yet|until|once|if"
    r"|expected|consult\w*|announc\w+|"
    r"(?:is|are|was|were|has|have) (?:still )?to|going to|target\w*|promis\w+|future)\b|擬|拟|建議|建议|諮詢|咨询"
    r"|草案|將|将|計劃|计划|如獲|尚未",
    re.IGNORECASE,
)
NO_LONGER = re.compile(
    r"\b(?:was|were|had|did|until|former\w*|previous\w*|earlier|before|expired|ended|replaced|superseded"
    r"|no longer|then|"
    r"lapsed|old|took|came|\w{3,}ed (?:by|on|in|the|a|an|that|its|for|as))\b|曾|原|當時|当时|已被|不再|此前|取代",
    re.IGNORECASE,
)
HOLDS = re.compile(
    r"\b(?:is|are|has|have|must|shall|may|should|can|cannot|does|needs?|apply|applies|\w{3,}s (?:the|a|an"
    r"|that|for|to))\b|必須|不得|可以|須|是|現時|规定|規定",
    re.IGNORECASE,
)
AHEAD = re.compile(  # said of what nobody has decided yet
    r"\b(?:propos\w+|drafts?|bills?|consult\w*|plan(?:s|ned|ning)?|would|not yet|yet to|put forward|suggest\w*|intend"
    r"\w*|undecided|pending|still (?:before|open|to))\b|擬|拟|建議|建议|諮詢|咨询|草案|尚未",
    re.IGNORECASE,
)
DECIDED = re.compile(
    r"\b(?:in force|in effect|took effect|take effect|effective|enacted|adopted|passed|became law|becomes law|final\w*"
    r"|made|law|approved|signed|came into)\b|生效|通過|通过|實施|实施|刊憲",
    re.IGNORECASE,
)
GONE = re.compile(
    r"\b(?:no longer|replaced|repealed|superseded|expired|ended|lapsed|withdrawn|revoked|abolished|former\w*)\b"
    r"|取代|廢除|废除|失效|不再",
    re.IGNORECASE,
)
ONLY_IF = re.compile(
    r"\b(?:if|unless|except|only|where|provided|subject|until|other than|apart from|with prior|excluding"
    r"|own)\b|除|只|僅|仅|如|須先",
    re.IGNORECASE,
)
CAUSE = re.compile(
    r"\b(?:because|since(?! \d)|so that|as (?!of|at|a\b|an\b|the\b)|due to|owing|in response|in order)\b"
    r"|因為|因为|由於|由于|為了",
    re.IGNORECASE,
)
ALL = re.compile(
    r"\b(?:all|any\w*|every\w*|each|always|even|both|whatever|never|exception|already|today|now)\b|所有|任何|均|一律|現時|现时",
    re.IGNORECASE,
)
NOW = re.compile(
    r"\b(?:already|now|today|currently|at present|in force|these days|present)\b|現時|现时|已經|已经|現行|現已",
    re.IGNORECASE,
)
MORE = re.compile(
    r"\b(?:at least|minimum|floor|more|over|above|exceed\w*|higher|larger|greater|longer|upwards)\b|至少|最低"
    r"|不少|不低|超過|較高|以上",
    re.IGNORECASE,
)
LESS = re.compile(
    r"\b(?:at (?:the )?most|maximum|ceiling|cap(?:ped)?|up to|less|fewer|lower|smaller|shorter|below"
    r"|within|limit\w*|under (?=\S?\d))\b|最多|最高|不超|以內|較低|以下",
    re.IGNORECASE,
)
TURNED = re.compile(r"(?:\b(?:no|not|cannot(?: go)?|never|than)\b|n['’]t)\W+(?:be\W+|any\W+)?$", re.IGNORECASE)


@lru_cache(maxsize=2_000)
def strengths(text: str) -> frozenset[str]:
    """Return the strengths of duty that a text states."""
    found = set()
    for name, pattern in FORCE.items():
        if pattern.search(text):
            found.add(name)
        text = pattern.sub("~", text)
    return frozenset(found)


def strength(text: str, evidence: Evidence, sources: Sequence[str]) -> dict[str, float]:
    """Return which strengths of duty, limits, causes and words for all a statement adds or leaves out."""
    held = " ".join(sources)
    own, theirs, wide = strengths(text), strengths(held), strengths(evidence.text)
    found = {f"{name} added": float(name in own and name not in theirs) for name in FORCE}
    found |= {f"{name} lost": float(name in theirs and name not in own) for name in FORCE}
    return found | {
        "force nowhere": float(len(own - wide)),
        "only": float(len(ONLY_IF.findall(text))),
        "source only": float(len(ONLY_IF.findall(held))),
        "only lost": float(max(0, len(ONLY_IF.findall(held)) - len(ONLY_IF.findall(text)))),
        "only added": float(max(0, len(ONLY_IF.findall(text)) - len(ONLY_IF.findall(held)))),
        "cause added": float(len(CAUSE.findall(text)) > len(CAUSE.findall(evidence.text))),
        "cause": float(len(CAUSE.findall(text))),
        "all added": float(
            len({m.lower() for m in ALL.findall(text)} - {m.lower() for m in ALL.findall(evidence.text)})
        ),
    }


def standing_words(text: str, evidence: Evidence) -> dict[str, float]:
    """Return how the sources stand, and whether the words speak of what is to come, is over, or holds."""
    count = max(1, len(evidence.standings))
    is_ = {standing: evidence.standings.count(standing) / count for standing in Standing}
    ahead = is_[Standing.PROPOSED] + is_[Standing.NOT_YET_IN_FORCE]
    not_yet, over, holds = (float(p.search(text) is not None) for p in (NOT_YET, NO_LONGER, HOLDS))
    return {
        "proposed": is_[Standing.PROPOSED],
        "ahead": ahead,
        "superseded": is_[Standing.SUPERSEDED],
        "record": is_[Standing.RECORD] + is_[Standing.UNKNOWN],  # both claim no force
        "not yet": not_yet,
        "over": over,
        "holds": holds,
        "ahead as holding": ahead * (1 - not_yet),
        "proposed as holding": is_[Standing.PROPOSED] * (1 - not_yet),
        "ahead as now": ahead * (NOW.search(text) is not None),
        "ahead alone": ahead * (NOT_YET.search(evidence.text) is not None) * (1 - not_yet),
        "past as holding": is_[Standing.SUPERSEDED] * (1 - over),
        "past as holding now": is_[Standing.SUPERSEDED] * holds,
    }


def claims(text: str, evidence: Evidence) -> dict[str, float]:
    """Return whether a statement calls open, decided or gone what no source does."""
    held = evidence.named
    ahead = sum(one in (Standing.PROPOSED, Standing.NOT_YET_IN_FORCE) for one in evidence.standings)
    decided = 1 - ahead / max(1, len(evidence.standings))
    said = {name: float(len(p.findall(text))) for name, p in (("open", AHEAD), ("done", DECIDED), ("gone", GONE))}
    open_, done, gone = (p.search(held) is None for p in (AHEAD, DECIDED, GONE))
    return {
        "open added": said["open"] * open_,
        "decided as open": said["open"] * open_ * decided,
        "done added": said["done"] * done,
        "open as done": said["done"] * (1 - decided) + said["done"] * (not open_) * done,
        "gone added": said["gone"] * gone,
    }


def bounds(text: str, sources: Sequence[str]) -> dict[str, float]:
    """Return whether a statement sets a bound where the source sets the opposite one."""
    own, held = _bound(text), frozenset().union(*map(_bound, sources)) if sources else frozenset()
    return {
        "bound reversed": float(bool(own) and bool(held) and not own & held),
        "bound unlike": float(len(own ^ held)),
        "bound added": float(bool(own) and not held),
    }


@lru_cache(maxsize=2_000)
def _bound(text: str) -> frozenset[str]:
    """Return the kinds of bound that a text sets: "no more than" is the same as "at most"."""
    found = set()
    for kind, other, pattern in (("least", "most", MORE), ("most", "least", LESS)):
        for match in pattern.finditer(text):
            found.add(other if TURNED.search(text[: match.start()]) else kind)
    return frozenset(found)

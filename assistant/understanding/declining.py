"""What is declined: one table of what is asked for, how it is recognised, and what can be said instead.

Rules about advice, prices and the law's evasion are policy and are answered: a pattern names who asks for what.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.language.patterns import any_of
from corpus.language.screening import screen

INSTEAD = "I can say which rules apply, since when, and where they say so."
NOT_MINE = f"That is not a question of crypto policy that I can answer. {INSTEAD}"
STEERING = (
    "I answer from my sources only, by my own rules, and take no instructions in a question: ask by itself what you "
    "want to know."
)
ADDRESSING = {"override", "orders", "turn", "delimiter"}  # signs of screening that no plain question shows

_ASSET = (
    r"(?:bitcoin|btc|ether(?:eum)?|eth|sol(?:ana)?|xrp|doge(?:coin)?|bnb|ada|tether|usdt|usdc|stablecoins?|crypto\w*|"
    r"tokens?|coins?|altcoins?|memecoins?|nfts?|etfs?|shares?|stocks?|digital assets|virtual assets|the market)"
)
_MOVE = (
    r"(?:double|triple|\d+x|moon|crash|rally|pump|dump|soar|surge|outperform|recover|collapse|be worth|cost|"
    r"trade at|go|"
    r"(?:rise|fall|drop|climb|hit|reach|get)(?!\w))"
)
_WILL = r"(?:will|would|could|can|might|does|is|are|going to|about to|set to|gonna)"
_DEAL = r"(?:buy|sell|hold|short|stake|swap|invest(?: in)?|put|move|get into|go long|go short|trade|pick|choose)"
_US = r"(?:i|we|one|you|my \w+|our \w+|a (?:friend|client|person|mainland resident)|someone)"
_LAW = (
    r"(?:kyc|aml|tax(?:es|man)?|laws?|rules?|regulators?|regulations?|licen[cs]\w+|sanctions?|travel rule|"
    r"geo-?block\w*|"
    r"bans?|report\w*|threshold|limits?|tests?|checks?|verification|money|assets?|proceeds|income|irs|sfc|hkma|"
    r"mas|sec|"
    r"fca|authorit\w+|police|identity)"
)
_AVOID = (
    r"(?:avoid|evade|evading|bypass|circumvent|(?:get|work) (?:around|round|past)|slip past|launder|hide|"
    r"conceal|dodge|"
    r"trick|fool|disguise|cheat)"
)
_UNSEEN = (
    r"(?:without|and not|never|so that|before)\b[^?]{0,40}\b(?:caught|detected|noticed|noticing|finding out|traced?|"
    r"knowing|unnoticed|seen)"
)


@dataclass(frozen=True, slots=True)
class Declined:
    """One thing that is declined: how it is recognised, what is no such thing although it looks like it, the reply."""

    pattern: re.Pattern[str]
    reply: str
    unless: re.Pattern[str] = re.compile(r"(?!)")


DECLINED = (
    Declined(
        any_of(
            rf"^\W*(?:and |so |but )?{_WILL} (?:the )?(?:price of )?{_ASSET}(?: price)?\b"
            rf"(?: \w+)?? (?:going to |about to )?{_MOVE}\b",
            rf"\b{_WILL} .{{0,40}}\bmake .{{0,30}}\b(?:{_ASSET}|price)\b.{{0,20}}\b(?:go|rise|fall|up|down)\b",
            rf"\b(?:which|what) {_ASSET}\b (?:is|are|will|would|could|can).{{0,40}}\b(?:moon|double|triple|pump|"
            rf"explode|rally|rise|10x|100x)\b",
            rf"\b(?:what|how much) (?:will|would|do you think) .{{0,20}}\b{_ASSET}\b.{{0,20}}\b(?:cost|worth|"
            rf"trade)\b",
            rf"\bhow (?:high|low|far|much) (?:can|will|could|might) .{{0,15}}\b{_ASSET}\b.{{0,10}}\b{_MOVE}\b",
            rf"\bwhere (?:is|are|will) .{{0,20}}\b(?:price|{_ASSET})\b.{{0,25}}\b(?:head|go|end up|be in)",
            r"\b(?:give|tell|show|make)(?: me| us)? (?:a |an |your )?(?:price|bitcoin|btc|ether|"
            r"market) (?:target|prediction|forecast)s?\b",
            rf"\b(?:your|a|any) (?:price )?(?:forecast|prediction|outlook|target) (?:for|on|"
            rf"of)\b.{{0,30}}\b{_ASSET}\b",
            rf"(?:^|please |you |can you |could you )\W*(?:predict|forecast)\b.{{0,30}}\b(?:price|{_ASSET})\b",
            rf"\bdo you (?:expect|think|believe)\b.{{0,30}}\b{_ASSET}\b.{{0,30}}\b{_MOVE}\b",
            r"\b(?:bull|bear) (?:run|market)\b|\b(?:bottom|top) (?:is )?in\b|\b(?:price|bitcoin|btc|"
            r"ether) prediction\b",
            "升值|會升|会涨|會漲|會跌|会跌|升到|漲到|涨到|跌到|暴漲|暴涨|預測.{0,8}(?:價|走勢)|预测.{0,8}(?:价|走势)|價格預測|价格预测",
        ),
        f"I do not predict prices. {INSTEAD}",
        any_of(r"^\W*(?:may|must|should) (?:an? |the )?\w+ (?:\w+ )?(?:tell|advertise|claim|promise|say)"),
    ),
    Declined(
        any_of(
            rf"\bshould (?:i|we|my \w+|our \w+) (?:\w+ )?{_DEAL}\b",
            rf"\b(?:ought i|i ought|we ought|(?:wise|smart|safe|sensible|clever|worth it) (?:for (?:me|"
            rf"us) )?)(?: to)? {_DEAL}\b",
            rf"\b(?:is|was|be) (?:it )?worth (?:\w+ing|it|buying)\b.{{0,20}}\b{_ASSET}\b",
            rf"\b(?:good|right|bad|best) (?:time|moment) to {_DEAL}\b",
            r"\bwould you (?:recommend|buy|sell|hold|invest|choose|pick)\b|\bwhat would you (?:buy|do)\b",
            r"\b(?:recommend|suggest|pick|choose|advise)(?: me| us)? (?:a |an |some |the best |which )?(?:coin|"
            r"token|crypto|stock|etf|investment)s?\b"
            r".{0,20}\b(?:for me|for us|to buy|to me|i |my )",
            rf"\bwhich\b.{{0,30}}\b{_ASSET}\b.{{0,15}}\b(?:should|shall|do|can) (?:i|we) (?:pick|buy|choose|get|"
            rf"hold|invest)",
            rf"\b(?:best|smartest|safest|hottest) (?:{_ASSET}|investment)\b|\b(?:a )?(?:good|safe|"
            rf"best) (?:investment|buy)\b",
            rf"\b{_ASSET} is the (?:safest|best)\b",
            r"\bhow (?:should|do|shall) (?:i|we) (?:invest|allocate|put|split my|spread)\b",
            r"\bhow much of my\b|\bmy (?:portfolio|savings|retirement|pension pot)\b.{0,30}\b(?:be in|into|"
            r"crypto|bitcoin|ether)\b",
            r"\b(?:trading|investment|investing) (?:strategy|tips?|advice|plan) (?:for|on|with)\b|\b(?:what|"
            r"where) (?:should i|to) (?:buy|invest)\b",
            rf"\bhelp me (?:choose|pick|decide|invest|trade)\b.{{0,40}}\b{_ASSET}\b",
            "應該買|應買|應該賣|該不該|该不该|该买|值得買|值得买|入手|推薦.{0,10}給我|給我推薦|推荐.{0,10}给我|给我推荐",
        ),
        f"I do not give personal investment advice. {INSTEAD}",
        any_of(
            r"^\W*(?:may|must|can|should) (?:an? |the |licensed )?"
            r"(?:platform|adviser|broker|firm|bank|influencer)s?\b"
        ),
    ),
    Declined(
        any_of(
            rf"\bhow (?:can|do|could|to|might|should|would) {_US}?.{{0,40}}\b{_AVOID}\b.{{0,60}}\b{_LAW}\b",
            rf"(?:\b(?:ways?|tricks?|loopholes?) (?:to|of|for)|^\W*(?:help me|tell me (?:how to )?|teach me|"
            rf"show me how to))\b.{{0,30}}\b{_AVOID}\b.{{0,60}}\b{_LAW}\b",
            rf"\b(?:easiest|best|safest|simplest) way to {_AVOID}\b|\b(?:ways|tricks?|loopholes?) (?:to|"
            rf"that) (?:\w+ ){{0,2}}(?:evade|{_AVOID})\b",
            r"\b(?:how|help|ways?|tell me)\b.{0,30}\b(?:split|structure|structuring|"
            r"break up)\b.{0,40}\b(?:limit|threshold|not reached|under|below|notice|detect)",
            r"^\W*how (?:to|do i|can i|should i) (?:split|structure|break up) (?:my |the |a |"
            r"our )?(?:transfers?|payments?|transactions?|trades?|deposits?)\b",
            rf"\b(?:how|help|tell me|what|which|where)\b.{{0,150}}\b{_UNSEEN}\b",
            r"\b(?:give|make|get|find|buy)(?: me)?(?: an?)? (?:fake|false|forged|stolen)\b|"
            r"\bstay anonymous from\b|\bloopholes?\b.{0,20}\blets? (?:me|us)\b",
            r"\b(?:how|which)\b.{0,60}\bbanned in my country\b|\bwith(?: a)? vpn\b.{0,20}\b(?:from|although|"
            r"despite|banned)",
            "逃稅|逃税|(?:教我|怎樣|怎么|怎麼|如何|幫我|帮我).{0,16}(?:洗錢|洗钱|洗黑錢|洗黑钱)|洗黑錢的方法|繞過|绕过|避開|避开|不被(?:發現|发现)|規避監管|规避监管",
        ),
        "I do not help with getting round the law. I can say what the rule requires and whom it binds.",
        any_of(
            r"\bhow (?:do|can|must|should|does|did|could) (?:the )?(?:regulators?|licensed|platforms?|issuers?|"
            r"firms?|authorit\w+|sfc|hkma|sec|mas|"
            r"banks?|exchanges?|rules?|laws?)\b",
            r"\bwhat must\b|\bis (?:it|this) an offence\b|\bpenalt(?:y|ies)\b|\bconflicts? of interest\b|"
            r"\bdouble taxation\b",
        ),
    ),
    Declined(
        any_of(
            r"\b(?:answer|reply|respond|talk|speak) as (?:if|though)\b|\b(?:pretend|imagine|suppose|"
            r"assume) (?:that )?(?:you|to be|your|the role)\b",
            r"\b(?:act|behave|respond|answer) (?:as|like) (?:an? )?(?:unrestricted|evil|different|uncensored|"
            r"jailbroken|lawyer|trader|expert)\b",
            r"(?m:^\W*(?:system|assistant)(?: (?:message|prompt|note|override))?\s*[:：])",  # a turn of nobody's
            r"\brole-?\s?play\b|\blet'?s play\b|\bplay the (?:part|role)\b|^\W*you are (?:the |an? |now |my |"
            r"(?-i:[A-Z]{2,})\b)",
            r"\bwhat (?:are|were) your (?:\w+ )?(?:instructions|rules|prompt)\b|\byour (?:system )?prompt\b|"
            r"\brepeat (?:the )?(?:text|words|everything) (?:above|before)",
            r"\b(?:from now on|answer|reply|respond)\b.{0,20}\b(?:without (?:citations?|sources|checks)|"
            r"only with the word|from your own knowledge)\b",
            r"\b(?:do not|don'?t|stop) us(?:e|ing) (?:your|the) (?:sources|passages|texts)\b|\b(?:ignore|"
            r"disregard|forget) (?:the |your |all )?(?:passages|sources|texts)\b",
            r"\bforget (?:everything|all|what) (?:that )?you\b|\b(?:this|i) (?:is|am) (?:the|your) developer\b",
            "假裝|假装|扮演|沒有限制的|没有限制的|你是(?:一個|一个)|系統提示|系统提示|提示詞|提示词",
        ),
        STEERING,
    ),
    Declined(
        any_of(r"\b(?:tell me a joke|write (?:me )?a (?:poem|song|story))\b"),
        f"I answer questions about crypto policy. {INSTEAD}",
    ),
)  # fmt: skip


def declined(text: str) -> str | None:
    """Describe why a question is declined and what can be said instead; None for one that is to be answered."""
    for kind in DECLINED:
        if kind.pattern.search(text) and not kind.unless.search(text):
            return kind.reply
    return STEERING if ADDRESSING & {*screen(text)} else None

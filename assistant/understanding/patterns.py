"""The phrases by which questions are understood without a model: one table, English and Chinese."""

from __future__ import annotations

from corpus.language.patterns import any_of
from corpus.language.verbs import ALLOW, EXEMPT, FORBID, MAKE, MODALS, REQUIRE, UNLAWFUL

COMPARISON = any_of(
    r"\b(?:compare|comparison|compared|against|versus|vs\.?|contrast|side by side|unlike|both)\b",
    r"\bdiffer(?:s|ence|ences|ent)?\b",
    "比較|比较|分別|區別|区别|不同",
)
HISTORY = any_of(
    r"\b(?:history|evolv\w+|timeline|chronolog\w+|used to|previously|formerly|over time|come about|repealed)\b",
    r"\bsuperseded\b",
    r"\bhow did .* (?:change|come)\b|\bchanged? (?:since|between|from)\b|\bwhat (?:was|were) .* before\b",
    r"\breplaced\b|\bwhat happened\b",
    "歷史|历史|演變|演变|取代",
)
STORY = any_of(
    r"\b(?:history|evolv\w+|timeline|chronolog\w+|over time|come about|how did|develop\w*)\b", "歷史|历史|演變|演变"
)
DEFINITION = any_of(
    r"^\W*what (?:is|are) (?:an? |the )?[\w()'./-]+(?: [\w()'./-]+){0,3}\W*$",
    r"^\W*what does .{2,40} (?:mean|stand for)\b",
    r"^\W*define\b|\bwhat is meant by\b|\bmeaning of\b",
    "是什麼|是什么|定義|定义",
)
STATUS = any_of(
    r"^\W*(?:is|are|can|may|must|should|do|does|has|have|will|was|were|could)\b",
    rf"\b(?:{ALLOW.participles}|legal|lawful|{FORBID.participles}|{'|'.join(UNLAWFUL)}|in force|in effect|required|"
    r"need a licen[cs]e)\b",
    "可以|可否|能否|是否|合法|允許|允许|禁止|生效",
)
JOINS_PLACES = any_of(r"\b(?:and|or)\b", "[、與和及]")
HOW_FAR = any_of(
    r"\b(?:yet|already|still|so far|now law|currently law|in force|in effect|how far|what became|come of)\b",
    r"\b(?:bind|binding|final|enacted|passed|finali[sz]ed|stage|status|progress)\b",
    "已經|已经|仍然|生效|通過|通过|進展|进展|未",
)
STATE = any_of(
    r"\bnot (?:yet )?(?:been )?(?:a )?(?:law|in force|passed|introduced|enacted|final|binding|taken effect)\b",
    r"\b(?:no (?:final|bill|later)|remains?|remained|pending|is (?:still )?a proposal|awaits?|deferred|postponed)\b",
    r"\b(?:took|takes|take|came|comes|come|entered|enters) (?:into )?(?:effect|force|operation)\b",
    r"\b(?:appl(?:y|ies|ied)|starts?|started|in force|in operation|in effect) (?:since|from|on|until)\b",
    rf"\b(?:was|were|been) (?:{MAKE.participles})\b",
    r"\bas at \d",
)
MODALITY = any_of(
    rf"\b(?:{'|'.join(MODALS)}|only|not|no longer)\b",
    rf"\b(?:{(FORBID | ALLOW | REQUIRE | EXEMPT).forms})\b",
)
# Words that shape a question and say little of its subject.
SCAFFOLD = any_of(
    r"^(?:allow|permit|legal|evolv|histori|chang|compar|differ|polici|rule|say|said|happen|mean|requir|need|tell|explain|"
    r"describ|summari|main|key|current|latest|come|forc|status|possibl|exist|appli|want|like|kind|sort|type|thing)",
    r"^(?:must|may|hold|keep|have|get|give|make|take|let|put|use|go|one|long|much|mani|still|new)$",
)
AS_OF = any_of(r"\b(?:as (?:of|at|on)|by the end of|before|prior to|until)\b", "截至|之前|以前")
# What happened in a month may be told by what was published later; how things then stood is told by what was out then.
HAPPENED = any_of(
    r"\bhow many\b|\bwhat happened\b|\bwho\b|\bwhom\b|\b(?:peak|record|all-time|highest|price|worth|collaps\w+)\b",
    r"\b(?:said|say|announc\w+|publish\w*|launch\w*|sign(?:ed)?|fin(?:e|ed)|charg\w+|grant\w*|warn\w*|arrest\w*|approv\w+)\b",
    "多少|幾多|發生|发生|誰|邊個|公布|宣布|罰款",
)
STOOD = any_of(
    r"\b(?:rules?|laws?|regimes?|requirements?|requir(?:e|ed|es)|must|obliged?|had|have to|standing|status|"
    r"conditions?|treat(?:ed|ment)|regulated?|policy|position|limits?|minimum|maximum)\b",
    "規定|规定|規則|规则|要求|制度|法例|政策",
)
DEFINING = any_of(r"\b(?:means|is defined as|defines?|refers to|is an?|are)\b")

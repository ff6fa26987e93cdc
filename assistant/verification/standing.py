"""Standing: the true one on the date, the right part of the answer, and words that do not claim more."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from assistant.records import Check, Citation, Part, Statement
from corpus.records import Passage, Standing
from corpus.standing import standing

STANDING_OF_PART: dict[Part, frozenset[Standing]] = {
    Part.ANSWER: frozenset({Standing.IN_FORCE, Standing.RECORD}),
    Part.COMING: frozenset({Standing.PROPOSED, Standing.NOT_YET_IN_FORCE}),
    Part.PAST: frozenset({Standing.SUPERSEDED}),
}
AS_PROPOSED = re.compile(
    r"\b(?:would|could|propos\w+|drafts?|drafted|bills?|plan(?:s|ned|ning)?|consider\w*|intend\w*|suggest\w*|recommend\w*|envisag\w*|"
    r"aim(?:s|ed)?|pending|will|not\s+yet|yet\s+to|once\s+(?:the|an?|in|it|they|passed|enacted|adopted|made)|expected|if\s+(?:passed|enacted|adopted)|consult(?:s|ed|ing)\b|consultation|expected\s+to|"
    r"sought|seeks?|explor\w+|(?:is|are|was|were)\s+to\b|future|upcoming|target\w*|promis\w+|study|studying|discuss\w*)"
    r"|擬|拟|建議|建议|諮詢|咨询|草案|將|将|計劃|计划|考慮|考虑|提出|尚未",
    re.IGNORECASE,
)
_PARTICIPLE = r"(?<!\bis )(?<!\bare )(?<!\bbe )(?<!\bbeen )(?<!\bnot )(?<!\bas )"
AS_PAST = re.compile(
    r"\b(?:was|were|had|did|until|till|former(?:ly)?|previous(?:ly)?|earlier|prior|expired|ended|repealed|replaced|superseded|"
    r"withdrawn|lapsed|no\s+longer|used\s+to|at\s+(?:the|that)\s+time|then|ran|gave|took|came|kept|told|said|meant|held|made|explained|described|clarified|confirmed|noted|added|"
    r"overtaken|lifted|abolished|dropped|ceased|originally|once|history|historical(?:ly)?|past|could|would\s+have)\b"
    rf"|{_PARTICIPLE}\b(?!need|exceed|proceed|indeed|licensed|regulated|authorised|tokenised|approved|designated|listed|based|related|unlicensed|held)\w+ed\b"
    r"(?=\s+(?:the|a|an|that|its|their|each|every)\b)"
    rf"|{_PARTICIPLE}\b(?:required|allowed|barred|banned|prohibited|applied|covered|proposed|permitted|expected|asked|called|limited|"
    r"exempted|needed|obliged|treated|warned|stated|announced|published|let|set|defined|excluded|included|planned|consulted|"
    r"counted|used|imposed|introduced|opened|closed|took|stayed|remained|carried|protected|addressed)\b"
    r"|曾|曾經|曾经|原|當時|当时|已廢除|已废除|已被|不再|此前|以前|失效|取代",
    re.IGNORECASE,
)
# Words that state a rule as it stands; a statement without any ("was read on 3 June") claims nothing for today.
AS_CURRENT = re.compile(
    r"\b(?:is|are|has|have|must|shall|may(?!\s+\d)|should|can|cannot|do|does|needs?|faces?|apply|applies|cover|covers|"
    r"(?:requir|prohibit|allow|permit|forbid|ban|bar|oblige|expect|limit|treat|let|set|define|exempt|count|provide|take|keep|"
    r"remain|stay|hold|say|supervise|licen[sc]e|regulate|demand|impose|charge|carr)(?:s|es|ies))\b"
    r"|必須|必须|不得|可以|[須须應应]|是",
    re.IGNORECASE,
)
WORDED = {
    Standing.PROPOSED: (AS_PROPOSED, "proposed"),
    Standing.SUPERSEDED: (AS_PAST, "no longer in force"),
}
CLAIMS_FORCE = re.compile(
    r"(?<!not )(?<!longer )(?<!yet )\b(?:currently|presently|today|now\s+in\s+force"
    r"|still\s+(?:appl\w+|in\s+force|requires?|must|bars|bans|binds?)|(?:is|are|remains?)\s+in\s+(?:force|effect)"
    r"|already\s+(?:in\s+force|law|bind\w*|appl\w+|requires?))\b|現行|现行|目前|已生效",
    re.IGNORECASE,
)
ONLY_PROPOSED = re.compile(
    r"\b(?:propos(?:es|ed\s+to)\b|plans?\s+to\b|would\s+(?:be|have|need|require)\b)|擬議|拟议|建議|建议",
    re.IGNORECASE,
)


def check_standing(statement: Statement, passages: Mapping[str, Passage], as_of: date, *, verbatim: bool) -> Check:
    """Check that the standing of each citation is the true one, and that the statement does not claim another.

    The words of the source itself (`verbatim`) are exempt from wording: the part of the answer is their heading.
    """
    true = {c: standing(passages[c.passage_id].life, as_of) for c in statement.citations if c.passage_id in passages}
    for citation, found in true.items():
        if citation.standing is not found:
            return _wrong(citation, f"is {found.value}, not {citation.standing.value}")
    allowed = STANDING_OF_PART[statement.part]
    apart = [citation for citation, found in true.items() if found not in allowed]
    if apart and (verbatim or len(apart) == len(true)):
        return _wrong(apart[0], f"is {true[apart[0]].value}: not to be stated as {statement.part.value}")
    return Check("standing", passed=True) if verbatim else _wording(statement, true, passages)


def _wording(statement: Statement, true: Mapping[Citation, Standing], passages: Mapping[str, Passage]) -> Check:
    claims = AS_CURRENT.search(statement.text) is not None
    for citation, found in true.items():
        if found is Standing.NOT_PUBLISHED:
            return _wrong(citation, "was not published by then")
        if found in WORDED and claims and not WORDED[found][0].search(statement.text):
            return _wrong(citation, f"is {found.value}: the words do not say that it is {WORDED[found][1]}")
    claimed = CLAIMS_FORCE.search(statement.text)
    settled = all(found in (Standing.IN_FORCE, Standing.RECORD) for found in true.values())
    held = " ".join(passages[citation.passage_id].text for citation in true).lower()
    if (
        claimed
        and claimed.group(0).lower() not in held
        and not any(found in (Standing.IN_FORCE, Standing.RECORD) for found in true.values())
    ):
        return Check("standing", passed=False, note=f"“{claimed.group(0)}”, but the source is not in force")
    said = ONLY_PROPOSED.search(statement.text)
    if said and settled and not AS_PROPOSED.search(held):
        return Check("standing", passed=False, note=f"“{said.group(0)}”, but the source is in force")
    return Check("standing", passed=True)


def _wrong(citation: Citation, reason: str) -> Check:
    return Check("standing", passed=False, note=f"[{citation.marker}] {reason}")

"""Questions and answers to be kept."""

from __future__ import annotations

from datetime import date

from assistant.answers.archive import Asked
from assistant.answers.records import Answer, Check, Citation, Intent, Question, Statement
from corpus.records import Standing

ASKED = Asked(top_k=30, model=False, strict=True)
HOSTILE = (
    "'; DROP TABLE conversations; --",
    '"quoted" AND NOT (near*)',
    "100% of_it \\ back",
    "nul\0 and half a character \ud83d",
    "<script>alert(1)</script> {{ template }} ${HOME} %s %(x)s :name ?",
    "穩定幣發行人須持有足額儲備 € “curly” 👩\u200d👧 \u202ertl",
    "tab\tline\r\nfeed\u2028separator",
    "x" * 100_000,
)


def question(text: str = "What is the haircut on bitcoin?") -> Question:
    """Return a question with everything beside it."""
    return Question(text, date(2026, 6, 1), ("Hong Kong",))


def statement(text: str = "The haircut is at least 60%.") -> Statement:
    """Return a checked statement with its citation."""
    quote = "a haircut of at least 60%"
    cited = Citation(
        "1", "margin", "margin#p2", "Circular", "¶2", None, quote, Standing.IN_FORCE, "https://example.org"
    )
    return Statement(text, (cited,), checks=(Check("numbers", passed=True),))


def answer(*texts: str, refusal: str | None = None) -> Answer:
    """Return an answer of these statements."""
    said = tuple(statement(text) for text in texts or ("The haircut is at least 60%.",))
    return Answer(
        "q", date(2026, 6, 1), Intent.FACT, () if refusal else said, refusal=refusal, latency_ms={"total": 1.5}
    )

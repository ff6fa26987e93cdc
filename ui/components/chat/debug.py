"""How an answer came to be, for whoever opens the page with `?debug=true`: only what its own record holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import streamlit as st

from assistant.answers.records import Answer, Statement
from ui.components.sources.prose import plain
from ui.language import day, say, term

DEBUG = "debug"  # the query parameter
ON = "true"


def debug(answer: Answer, key: str) -> None:
    """Draw query, hits, stages, steps, checks and what was left out; nothing unless the address asks for it."""
    if st.query_params.get(DEBUG) != ON:
        return
    with st.expander(say("How this answer was made"), expanded=True, icon=":material/bug_report:", key=key):
        _table(say("Query and answer"), [{say("What"): name, say("Value"): value} for name, value in _facts(answer)])
        _table(say("Stages"), list(_stages(answer)))
        _table(say("Hits, best first: score (similarity, keywords)"), list(_hits(answer)))
        _table(say("Checks"), [_checks(statement) for statement in answer.statements])
        _table(say("Dropped sentences of the model"), list(_dropped(answer)))
        _lines(say("Steps"), answer.steps)


def _table(title: str, rows: Sequence[Mapping[str, str]]) -> None:
    """Draw rows as an HTML table, which screen readers can read; every cell is plain text."""
    st.markdown(f"**{plain(title)}**")
    if not rows:
        st.caption(say("None."))
        return
    table = {name: [plain(row[name]) for row in rows] for name in rows[0]}
    st.table(table, border="horizontal", hide_index=True)


def _lines(title: str, lines: Sequence[str]) -> None:
    st.markdown(f"**{plain(title)}**")
    for line in lines:
        st.markdown(plain(line))
    if not lines:
        st.caption(say("None."))


def _facts(answer: Answer) -> Iterator[tuple[str, str]]:
    if answer.asked:
        yield say("Asked"), answer.asked
    yield say("Understood as"), answer.question
    yield say("As of"), day(answer.as_of)
    yield say("Intent"), term(answer.intent.value)
    yield say("Confidence"), f"{answer.confidence:.3f}"
    yield say("Composer"), answer.composer
    yield say("Model"), answer.model or "–"
    yield say("Hash of the prompts"), answer.prompt or "–"
    if answer.usage:
        yield say("Usage"), str(answer.usage)
    yield say("Edition"), answer.edition


def _stages(answer: Answer) -> Iterator[dict[str, str]]:
    for stage, milliseconds in answer.latency_ms.items():
        yield {say("Stage"): stage, say("Milliseconds"): f"{milliseconds:,.1f}"}


def _hits(answer: Answer) -> Iterator[dict[str, str]]:
    """Yield the hits in few columns: a phone shows them without scrolling sideways, which a keyboard could not do."""
    cited = {citation.passage_id: citation.marker for citation in answer.citations}
    for number, hit in enumerate(answer.hits, 1):
        yield {
            say("Passage"): f"{number} · {hit.passage.id}",
            say("Score"): f"{hit.score:.4f} ({hit.similarity:.4f}, {hit.keyword:.4f})",
            say("Standing"): term(hit.standing.value),
            say("Cited"): cited.get(hit.passage.id, ""),
        }


def _checks(statement: Statement) -> dict[str, str]:
    passed = [check.name for check in statement.checks if check.passed]
    failed = [f"{check.name} ({check.note})" for check in statement.checks if not check.passed]
    return {
        say("Statement"): statement.text,
        say("Passed"): ", ".join(passed),
        say("Failed"): "; ".join(failed) or "–",
    }


def _dropped(answer: Answer) -> Iterator[dict[str, str]]:
    for dropped in answer.dropped:
        reasons = "; ".join(check.note for check in dropped.statement.checks if not check.passed)
        rewritten = say("yes") if dropped.rewritten else say("no")
        yield {say("Sentence"): dropped.statement.text, say("Why"): reasons, say("Rewritten"): rewritten}

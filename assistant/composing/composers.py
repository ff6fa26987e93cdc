"""The two composers behind one interface: statements as they are checked, and finally what became of the answer."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from langchain_core.runnables import RunnableConfig

from assistant.answers.records import Dropped, Findings, Hit, Statement
from assistant.composing.generative import Verify, Writer, Written, generate

UNCONFIRMED = "I cannot answer that: nothing that the model wrote was borne out by the texts. Ask more narrowly."


@dataclass(frozen=True, slots=True)
class Composed:
    """An answer composed: its statements, whose words they are, and all that is told beside them."""

    statements: tuple[Statement, ...]
    hits: tuple[Hit, ...]
    composer: str = "extractive"
    refusal: str | None = None
    notes: tuple[str, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    steps: tuple[str, ...] = ()


Composing = Generator[Statement, None, Composed]


def declined(reason: str) -> Composed:
    """Return an answer that says why there is none."""
    return Composed((), (), refusal=reason)


def extract(findings: Findings, failure: str = "") -> Composing:
    """Yield the texts' own sentences; `failure` says in words why the model did not write, where it should have."""
    yield from findings.statements
    return Composed(findings.statements, findings.hits, notes=(fallback_note(failure),) if failure else ())


def write(
    model: Writer,
    findings: Findings,
    read: Sequence[Hit],
    verify: Verify,
    *,
    strict: bool,
    config: RunnableConfig | None,
) -> Composing:
    """Let the model write from the hits that it reads; a model that fails before its first statement is replaced."""
    statements: list[Statement] = []
    written = Written()
    with closing(generate(model, findings.query, read, verify, strict=strict, config=config)) as stream:
        for made in stream:
            if isinstance(made, Written):
                written = made
            else:
                statements.append(made)
                yield made
    if written.failure and not statements:
        composed = yield from extract(findings, written.failure)
        return replace(composed, dropped=written.dropped, steps=written.steps)
    known = {hit.passage.id for hit in findings.hits}
    return Composed(
        statements=tuple(statements),
        hits=(*findings.hits, *(hit for hit in read if hit.passage.id not in known)),
        composer="generative",
        refusal=None if statements else " ".join(written.gaps) or UNCONFIRMED,
        notes=tuple(writing_notes(written)),
        dropped=written.dropped,
        steps=written.steps,
    )


def writing_notes(written: Written) -> Iterator[str]:
    """Say below a model's answer what the passages do not say, and what of it was left out or is missing."""
    yield from written.gaps
    if count := sum(not dropped.rewritten for dropped in written.dropped):
        yield (
            f"{count} sentence{'s' * (count > 1)} of the model {'were' if count > 1 else 'was'} left out: "
            "the texts did not bear out what was said."
        )
    if written.failure:
        yield f"{_opening(written.failure)}: the answer may be incomplete."


def fallback_note(failure: str) -> str:
    """Say above whose sentences an answer is made of, where the model gave none."""
    return f"{_opening(failure)}: answered from the texts' own sentences."


def _opening(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}"

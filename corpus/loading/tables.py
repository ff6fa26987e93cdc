"""Tables as text: one line per row, with the heads repeated above every part of a long table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

LETTERS = 600  # of one part: what the encoder reads at once, with figures in many cells


def table_texts(rows: Sequence[Sequence[str]], heads: int = 1) -> Iterator[str]:
    """Yield the parts of a table; the first `heads` rows stand above each, and an empty row is left out."""
    lines = [" | ".join(row) for row in rows]
    kept = [(position, line) for position, line in enumerate(lines) if line.strip(" |")]
    head = [line for position, line in kept if position < heads]
    body = [line for position, line in kept if position >= heads]
    if sum(len(line) for line in head) > LETTERS // 2:  # heads so long would fill each part
        head, body = [], [*head, *body]
    part: list[str] = []
    for line in body:
        if part and sum(len(other) for other in (*head, *part, line)) > LETTERS:
            yield "\n".join((*head, *part))
            part = []
        part.append(line)
    if part or head:
        yield "\n".join((*head, *part))

"""What a chat model's tokens cost: prices as they are set, and usage with its cost."""

from __future__ import annotations

from dataclasses import dataclass

MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens in and out, and their cost in USD (0 where no prices are set)."""

    input_tokens: int = 0
    output_tokens: int = 0
    cost: float = 0.0

    def __add__(self, other: Usage) -> Usage:
        """Return both together."""
        return Usage(
            self.input_tokens + other.input_tokens, self.output_tokens + other.output_tokens, self.cost + other.cost
        )


@dataclass(frozen=True, slots=True)
class Prices:
    """USD for a million tokens in and out."""

    input: float = 0.0
    output: float = 0.0

    def usage(self, input_tokens: int, output_tokens: int) -> Usage:
        """Return the tokens with their cost."""
        cost = (input_tokens * self.input + output_tokens * self.output) / MILLION
        return Usage(input_tokens, output_tokens, cost)


def read_prices(text: str) -> Prices | None:
    """Read `0.25/2.00` (USD for a million tokens in and out), None for nothing; raise ValueError for anything else."""
    if not text.strip():
        return None
    try:
        incoming, outgoing = (float(part) for part in text.split("/"))
    except ValueError:
        incoming = outgoing = -1.0
    if not (0 <= incoming < float("inf") and 0 <= outgoing < float("inf")):
        raise ValueError("give USD for a million tokens in and out, such as 0.25/2.00")
    return Prices(incoming, outgoing)

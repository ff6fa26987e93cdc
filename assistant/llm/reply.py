"""What has arrived of a chat model's answer, and how much of its server's report is believed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.messages.utils import count_tokens_approximately

from assistant.llm.failures import SAID, Failure, ModelFailedError
from assistant.prices import Prices, Usage

CHARACTERS_A_TOKEN = 4  # of English, where a provider counts nothing
LONGEST_TOKEN = 8  # characters of a token on the average of a text: English has some 4, Chinese 1
AROUND = 1_000  # tokens that a provider may put around the messages, each with its role and its marks
ENDINGS = ("finish_reason", "stop_reason", "done_reason")  # where a provider says why its answer ended
TOO_SHORT = {"length", "max_tokens", "MAX_TOKENS"}  # ... and that it was not its end
WITHHELD = {"content_filter", "refusal", "SAFETY", "PROHIBITED_CONTENT", "BLOCKLIST", "RECITATION", "SPII"}
LONGER = "the model's answer was longer than ASSISTANT_MODEL_MAX_TOKENS"


@dataclass(slots=True)
class Reply:
    """What has arrived of one answer that may have `most` tokens; `left` tells that nobody waits for it any more."""

    most: int
    characters: int = 0
    ending: str = ""
    input_tokens: int = 0
    output_tokens: int = 0
    uncounted: int = 0  # attempts that the provider worked at and that ended without its count
    left: bool = False

    def take(self, message: AIMessage) -> str:
        """Count a piece of the answer and give its text; raise ModelFailedError where it grows past what it may have.

        A count below zero is none.
        """
        for name in ENDINGS:
            self.ending = str(message.response_metadata.get(name) or self.ending)
        if used := message.usage_metadata:
            self.input_tokens += max(0, used["input_tokens"])
            self.output_tokens += max(0, used["output_tokens"])
        text = str(message.text)
        self.characters += len(text)
        if self.characters > self.most * LONGEST_TOKEN:
            raise ModelFailedError(LONGER, Failure.CUT)
        return text

    def take_whole(self, message: AIMessage) -> None:
        """Count an answer of which nothing was given out yet, so that it may still be asked for again."""
        self.take(message)
        self.characters = 0

    @property
    def whole(self) -> bool:
        """Return whether the provider said that its answer has come to its end."""
        return bool(self.characters and self.ending) and self.ending not in TOO_SHORT | WITHHELD

    def check(self, says_ending: bool) -> None:
        """Raise ModelFailedError where an answer that has ended is no whole one."""
        if self.ending in WITHHELD:
            raise ModelFailedError(SAID[Failure.FILTERED], Failure.FILTERED)
        if not self.characters:
            raise ModelFailedError(SAID[Failure.EMPTY], Failure.EMPTY)
        if self.ending in TOO_SHORT:
            raise ModelFailedError(LONGER, Failure.CUT)
        if says_ending and not self.ending:
            raise ModelFailedError(SAID[Failure.CUT], Failure.CUT)

    def used(self, messages: Sequence[BaseMessage], prices: Prices, *, free: bool) -> Usage:
        """Return the tokens that the answer is taken to have used, with their cost.

        The provider's count holds within what the messages and the text can have; where it gave none it is estimated.
        `free` tells that the last attempt cost nothing.
        """
        about = count_tokens_approximately(messages)
        attempts = self.uncounted + (not free)
        most_in = (sum(len(str(one.content).encode()) for one in messages) + AROUND) * max(1, attempts)
        most_out = self.most * max(1, attempts)
        return prices.usage(
            _believed(self.input_tokens, about // LONGEST_TOKEN, most_in) or about * attempts,
            _believed(self.output_tokens, self.characters // LONGEST_TOKEN, most_out)
            or -(-self.characters // CHARACTERS_A_TOKEN),
        )


def _believed(said: int, least: int, most: int) -> int:
    """Return a count within bounds; 0 where nothing was said."""
    return min(max(said, least), most) if said else 0

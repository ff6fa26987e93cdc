"""A chat model as a judge: given the question, what a good answer contains, and the answer, it returns a label."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage
from pydantic import BaseModel, ConfigDict, Field

from assistant.evaluation.judges.judge import SMOKE, JudgeFailedError, Smoke, Verdict, claims
from assistant.evaluation.scoring.text import plain
from assistant.evaluation.sets.records import RIGHT, WRONG, EvalAnswer, EvalQuestion, Status
from assistant.llm.client import ChatModel
from assistant.llm.failures import ModelFailedError
from assistant.llm.prompts import Prompt, harmless, prompt_hash

FOLDER = Path(__file__).parent / "prompts"
RULES, ITEM = (Prompt.read(FOLDER / f"{name}.md") for name in ("rules", "item"))
TASK = "Is this so?"  # the question of a smoke pair


class Mark(BaseModel):
    """The reply of the model."""

    model_config = ConfigDict(extra="forbid")

    reason: str = Field(description="Why, in one sentence.")
    label: Literal["right", "partly right", "wrong"]


class ModelJudge:
    """A judge by any chat model of LangChain; `open_chat` gives a ChatModel for a call; `server` says whose."""

    def __init__(self, name: str, open_chat: Callable[[], ChatModel], server: str = "") -> None:
        """Name the judge, and say how its model is opened."""
        self.name = name
        self._server = server
        self._open_chat = open_chat

    def mark(self, question: EvalQuestion, answer: EvalAnswer) -> Verdict:
        """Ask for a mark; a timeout, a failure or nonsense is a JudgeFailedError."""
        try:
            made = self._open_chat().ask(messages(question, answer), Mark)
        except ModelFailedError as error:
            raise JudgeFailedError(str(error)) from error
        return Verdict(made.label, " ".join(made.reason.split()))

    def asked(self, question: EvalQuestion, answer: EvalAnswer) -> str:
        """Return the model, its server, the hash of the prompts, the reply format and the words of the question."""
        said = [str(message.content) for message in messages(question, answer)]
        return json.dumps([self.name, self._server, prompt_hash(RULES, ITEM), Mark.model_json_schema(), *said])

    def smoke(self) -> list[Smoke]:
        """Mark each text by its claim: right where it entails the claim, else wrong."""
        tried = []
        for text, claim, relation in SMOKE:
            question = EvalQuestion("smoke", TASK, reference=claim)
            got = self.mark(question, EvalAnswer("smoke", Status.OK, text)).label
            tried.append(Smoke(claim, RIGHT if relation == "entailment" else WRONG, got))
        return tried


def messages(question: EvalQuestion, answer: EvalAnswer) -> list[BaseMessage]:
    """Return what the model is asked; question, facts and answer are other people's words, quoted and made harmless."""
    wanted = question.reference or "\n".join(claims(question))
    item = ITEM.render(question=_quoted(question.text), wanted=_quoted(wanted), answer=_quoted(plain(answer.text)))
    return [SystemMessage(RULES.render()), HumanMessage(item)]


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}" for line in harmless(text).splitlines())

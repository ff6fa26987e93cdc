"""Judges as plug-ins: a chat model or an NLI cross-encoder by name."""

from __future__ import annotations

from assistant.evaluation.judges.judge import Judge
from assistant.settings import Settings
from corpus.errors import InputError

NLI = "nli:"


def open_judge(name: str, settings: Settings) -> Judge:
    """Open a judge: "nli:NAME-or-folder", or "provider:model" as for ASSISTANT_MODEL, with the server of the settings.

    Raises InputError for a name that is neither, and for a model that cannot be opened.
    """
    kind, _, rest = name.partition(":")
    if not (kind and rest):
        raise InputError(f"{name!r} is not a judge: write provider:model, such as openai:gpt-5-mini, or nli:FOLDER.")
    if name.startswith(NLI):
        from assistant.evaluation.judges.nli import NliJudge
        from corpus.encoders.cross import Entailment

        return NliJudge(name, Entailment(rest))
    return _model_judge(name, settings.model_copy(update={"model": name}))


def _model_judge(name: str, settings: Settings) -> Judge:
    from assistant.evaluation.judges.model import ModelJudge
    from assistant.llm.failures import ModelFailedError
    from assistant.llm.open import ChatModel, open_model

    def opened() -> ChatModel:
        chat = open_model(settings)
        assert chat is not None
        return chat

    try:
        opened()
    except (InputError, ModelFailedError) as error:
        said = str(error).replace("ASSISTANT_MODEL", "The judge")
        raise InputError(f"The judge {name!r} cannot be opened: {said}") from error
    return ModelJudge(name, opened, settings.model_base_url)

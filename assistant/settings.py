"""The settings: environment or `.env`, prefix `ASSISTANT_`; what is not known is refused."""

from __future__ import annotations

import difflib
import os
import re
from pathlib import Path

from dotenv import dotenv_values
from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict

import corpus
from assistant.spending import Prices, read_prices
from corpus.build import Sources
from corpus.embedding import DEFAULT_ENCODER
from corpus.errors import InputError

PREFIX = "ASSISTANT_"
SHIPPED_TEXTS = Path(corpus.__file__).parent / "texts"


class Settings(BaseSettings):
    """Every setting of the assistant; `load_settings` reads them with errors that users can act on."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", extra="ignore", frozen=True)

    data: Path = Path("data")
    model: str = ""
    model_base_url: str = ""
    model_timeout: float = Field(default=30.0, gt=0, le=3_600)  # seconds to the first text; four times that in all
    model_max_tokens: int = Field(default=4_000, ge=1)  # of an answer, a reasoning model's thinking included
    model_prices: str = ""
    model_budget: float | None = Field(default=None, ge=0)  # USD a month
    log_questions: bool = False  # put the words of questions into the journal
    strict: bool = True  # sentences of the model that fail a check are dropped, else shown and marked
    prompt_tokens: int = Field(default=6_000, ge=500)  # of the passages that the model reads
    encoder: str = DEFAULT_ENCODER
    ranking: str = ""  # the folder that `tune` wrote
    reranker: str = ""
    chroma_url: str = ""
    database_url: str = ""
    top_k: int = Field(default=30, ge=1, le=100)
    max_question: int = Field(default=2_000, ge=1)  # characters; longer "questions" are pasted documents
    max_upload_mb: int = Field(default=50, ge=1)
    questions_per_minute: int = Field(default=20, ge=0)  # of one person; 0 is no limit

    @field_validator("encoder")
    @classmethod
    def _never_empty(cls, value: str) -> str:
        return value or DEFAULT_ENCODER

    @field_validator("model")
    @classmethod
    def _with_provider(cls, value: str) -> str:
        if value and not re.fullmatch(r"[a-z_]+:\S+", value):
            raise PydanticCustomError("model", "write provider:model, such as openai:gpt-5-mini")
        return value

    @field_validator("model_base_url")
    @classmethod
    def _with_scheme(cls, value: str) -> str:
        if value and not re.fullmatch(r"https?://[^\s/]+\S*", value):
            raise PydanticCustomError("url", "write the whole address, such as http://localhost:8000/v1")
        return value

    @field_validator("model_prices")
    @classmethod
    def _two_prices(cls, value: str) -> str:
        try:
            read_prices(value)
        except ValueError as error:
            raise PydanticCustomError("prices", "{said}", {"said": str(error)}) from error
        return value

    @field_validator("model_budget", mode="before")
    @classmethod
    def _none_where_empty(cls, value: object) -> object:
        return None if value == "" else value

    @field_validator("model_budget")
    @classmethod
    def _only_with_prices(cls, value: float | None, info: ValidationInfo) -> float | None:
        if value is not None and not info.data.get("model_prices"):
            raise PydanticCustomError("budget", "a budget needs ASSISTANT_MODEL_PRICES, such as 0.25/2.00")
        return value

    @property
    def prices(self) -> Prices:
        """The prices of the chat model; nothing where none are set."""
        return read_prices(self.model_prices) or Prices()

    @property
    def spending(self) -> Path:
        """The ledger of what chat models cost."""
        return self.data / "spending.db"

    @property
    def journal(self) -> Path:
        """The folder of the journal, a line an answer."""
        return self.data / "journal"

    @property
    def index(self) -> Path:
        """The folder of the index editions."""
        return self.data / "index"

    @property
    def library(self) -> Path:
        """The folder of the user's own documents."""
        return self.data / "library"

    def sources(self, texts: tuple[Path, ...] = ()) -> Sources:
        """Say what the index is made from: the shipped policy texts unless others are named, and the library."""
        return Sources(self.index, texts or (SHIPPED_TEXTS,), self.library, self.chroma_url or None)


def load_settings() -> Settings:
    """Read the settings (about a millisecond); raise InputError for an unknown or an impossible one.

    The nearest known name is named. Read anew for each question, a changed `.env` holds without a restart.
    """
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    written = dotenv_values(".env")
    for name in sorted(name for name in {*os.environ, *written} if name.upper().startswith(PREFIX)):
        if name.upper() not in known:
            nearest = difflib.get_close_matches(name.upper(), known, n=1, cutoff=0) or sorted(known)
            raise InputError(f"{name} is no setting of the assistant: did you mean {nearest[0]}?")
    try:
        # The kill switch: an empty line in `.env` turns the model off even where the process's environment names one.
        return Settings() if written.get(f"{PREFIX}MODEL", "unset") else Settings(model="")
    except ValidationError as error:
        first = error.errors()[0]
        name = f"{PREFIX}{str(first['loc'][0]).upper()}"
        raise InputError(f"{name} is {first['input']!r}: {first['msg'][0].lower()}{first['msg'][1:]}.") from error

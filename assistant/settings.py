"""The settings: environment or `.env`, prefix `ASSISTANT_`; what is not known is refused."""

from __future__ import annotations

import difflib
import os
from pathlib import Path

from dotenv import dotenv_values
from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

import corpus
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
    encoder: str = DEFAULT_ENCODER
    chroma_url: str = ""
    database_url: str = ""
    top_k: int = Field(default=30, ge=1, le=100)
    max_question: int = Field(default=2_000, ge=1)  # characters; longer "questions" are pasted documents
    max_upload_mb: int = Field(default=50, ge=1)

    @field_validator("encoder")
    @classmethod
    def _never_empty(cls, value: str) -> str:
        return value or DEFAULT_ENCODER

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
    """Read the settings; raise InputError for an unknown or an impossible one, naming the nearest known one."""
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    given = {*os.environ, *dotenv_values(".env")}
    for name in sorted(name for name in given if name.upper().startswith(PREFIX)):
        if name.upper() not in known:
            nearest = difflib.get_close_matches(name.upper(), known, n=1, cutoff=0) or sorted(known)
            raise InputError(f"{name} is no setting of the assistant: did you mean {nearest[0]}?")
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = f"{PREFIX}{str(first['loc'][0]).upper()}"
        raise InputError(f"{name} is {first['input']!r}: {first['msg'][0].lower()}{first['msg'][1:]}.") from error

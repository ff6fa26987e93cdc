"""The settings: environment or `.env`, prefix `ASSISTANT_`; unknown names are refused."""

from __future__ import annotations

import difflib
import os
import re
from ipaddress import ip_network
from pathlib import Path

from dotenv import dotenv_values
from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict

import corpus
from assistant.addresses import read_mail_server
from assistant.prices import Prices, read_prices
from corpus.build import Sources
from corpus.encoders.sentence import DEFAULT_ENCODER
from corpus.errors import InputError

PREFIX = "ASSISTANT_"
LEAST_KEY = 16  # characters: what cannot be guessed by trying
HIDDEN = ("ASSISTANT_API_KEYS", "ASSISTANT_MAIL_SERVER")  # never shown
SHIPPED_TEXTS = Path(corpus.__file__).parent / "texts"
SHIPPED_OFFICIAL = Path(corpus.__file__).parent / "official"


class Settings(BaseSettings):
    """Every setting of the assistant; `load_settings` reads them with errors that users can act on."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", extra="ignore", frozen=True)

    data: Path = Field(default=Path("data"), description="Where the index, the library and all other state are kept.")
    model: str = Field(
        default="",
        description="A chat model as `provider:model`, such as `openai:gpt-5-mini`; empty: answers are extractive.",
    )
    model_base_url: str = Field(
        default="", description="The model's server if not the provider's own, such as `http://localhost:8000/v1`."
    )
    model_timeout: float = Field(
        default=30.0,
        gt=0,
        le=3_600,
        description="Seconds to the model's first words; half of that between words, four times that for an answer.",
    )
    model_max_tokens: int = Field(
        default=4_000, ge=1, description="Tokens of an answer, including a reasoning model's thinking."
    )
    model_prices: str = Field(default="", description="USD per million tokens in and out, such as `0.25/2.00`.")
    model_budget: float | None = Field(
        default=None, ge=0, description="USD per calendar month (UTC) for the model; needs the prices."
    )
    log_questions: bool = Field(
        default=False, description="Include the words of questions in the journal, which has one line per answer."
    )
    strict: bool = Field(
        default=True,
        description="Drop a sentence of the model that its sources do not support; `false` shows and marks it.",
    )
    prompt_tokens: int = Field(
        default=6_000, ge=500, description="Tokens of the passages that the model is given for an answer."
    )
    encoder: str = Field(
        default=DEFAULT_ENCODER,
        description="Name or folder of a sentence-transformers model; after a change, build the index again.",
    )
    ranking: str = Field(default="", description="The folder that `tune` wrote, if the tuned ranking won.")
    reranker: str = Field(
        default="",
        description="Name or folder of a cross-encoder that reranks the first 20 passages (some 200 ms if small).",
    )
    chroma_url: str = Field(
        default="",
        description="A Chroma server for the vectors (`chroma run`); empty: files, in a folder that readers can write.",
    )
    editions: str = Field(
        default="",
        description="Where several machines share the index, such as `s3://bucket/prefix` (extra `s3`): `index` puts "
        "editions there, pages and servers fetch them. Empty: the index of this machine alone.",
    )
    database_url: str = Field(
        default="",
        description="Where conversations are kept: `postgresql://user:password@host/name` (extra `postgres`); empty: "
        "`conversations.db` under `ASSISTANT_DATA`.",
    )
    top_k: int = Field(default=30, ge=1, le=100, description="Passages that an answer draws on.")
    max_question: int = Field(
        default=2_000, ge=1, description="Characters of a question; longer ones are usually pasted documents."
    )
    max_upload_mb: int = Field(default=50, ge=1, description="Size of one document in MB.")
    questions_per_minute: int = Field(
        default=20, ge=0, description="Questions that one person may ask per minute; `0`: no limit."
    )
    address_questions_per_minute: int = Field(
        default=60,
        ge=0,
        description="Questions per minute from one address, across all browsers without sign-in; `0`: no limit.",
    )
    page_hosts: str = Field(
        default="",
        description="Host names of the page, such as `policy.example.org`, separated by commas; "
        "localhost, IP addresses and the host of `redirect_uri` are known.",
    )
    proxies: str = Field(
        default="127.0.0.1,::1",
        description="Addresses or networks of proxies that the page trusts to say who calls, and how; separated by "
        "commas; empty: none.",
    )
    mail_from: str = Field(default="", description="The sender of e-mail, such as `policy@example.org`.")
    mail_server: str = Field(
        default="",
        repr=False,
        description="Who sends e-mail on watched questions, as `smtp://user:password@host:587` (`smtps://`: encrypted "
        "from the start); empty: nobody.",
    )
    replaying: bool = Field(default=False, description="Answer as of the day alone, without a word on what came since.")
    api_keys: str = Field(default="", repr=False, description="Keys of programs as `name:key`, separated by commas.")
    api_requests_per_minute: int = Field(
        default=600, ge=0, description="Requests per minute with one key; `0`: no limit."
    )
    api_streams: int = Field(default=64, ge=1, description="Answers that one key may request at once.")

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

    @field_validator("editions")
    @classmethod
    def _of_a_store(cls, value: str) -> str:
        if value and not re.fullmatch(r"[a-z][a-z0-9+.-]*://\S+", value):
            raise PydanticCustomError("editions", "write the whole address, such as s3://bucket/prefix")
        return value

    @field_validator("model_prices")
    @classmethod
    def _two_prices(cls, value: str) -> str:
        try:
            read_prices(value)
        except ValueError as error:
            raise PydanticCustomError("prices", "{said}", {"said": str(error)}) from error
        return value

    @field_validator("api_keys")
    @classmethod
    def _named_keys(cls, value: str) -> str:
        read_keys(value)
        return value

    @field_validator("page_hosts")
    @classmethod
    def _host_names(cls, value: str) -> str:
        for name in listed(value):
            if not re.fullmatch(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*", name):
                raise PydanticCustomError("hosts", "write names alone, such as policy.example.org, without a port")
        return value.lower()

    @field_validator("proxies")
    @classmethod
    def _addresses(cls, value: str) -> str:
        try:
            for one in listed(value):
                ip_network(one)
        except ValueError as error:
            raise PydanticCustomError("proxies", "write addresses, such as 127.0.0.1 or 10.0.0.0/8") from error
        return value

    @field_validator("mail_server")
    @classmethod
    def _takes_mail(cls, value: str, info: ValidationInfo) -> str:
        try:
            if value:
                read_mail_server(value)
        except ValueError as error:
            raise PydanticCustomError("mail", "{said}", {"said": str(error)}) from error
        if value and not info.data.get("mail_from"):
            raise PydanticCustomError("mail", "e-mail needs ASSISTANT_MAIL_FROM, such as policy@example.org")
        return value

    @field_validator("mail_from")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        if value and not re.fullmatch(r"[^\s@<>]+@[^\s@<>]+", value):
            raise PydanticCustomError("mail", "write an e-mail address, such as policy@example.org")
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
    def keys(self) -> dict[str, str]:
        """The names of the programs that may ask, by key."""
        return read_keys(self.api_keys)

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
        """Describe what the index is made from: the shipped policy texts, unless others are named, and the library."""
        official = () if texts else (SHIPPED_OFFICIAL,)
        return Sources(self.index, texts or (SHIPPED_TEXTS,), self.library, self.chroma_url or None, official)


def listed(written: str) -> tuple[str, ...]:
    """Return what stands between the commas."""
    return tuple(filter(None, (one.strip() for one in written.split(","))))


def read_keys(written: str) -> dict[str, str]:
    """Read `name:key,name:key`: the names by key; raise PydanticCustomError, without any key, for anything else."""
    keys: dict[str, str] = {}
    for place, pair in enumerate(listed(written), 1):
        name, _, key = pair.partition(":")
        if not re.fullmatch(r"[\w.-]{1,64}", name) or not re.fullmatch(rf"[!-~]{{{LEAST_KEY},}}", key):
            problem = f"entry {place} is not name:key, with a key of at least {LEAST_KEY} characters without blanks"
            raise PydanticCustomError("keys", "{said}", {"said": problem})
        if key in keys or name in keys.values():
            raise PydanticCustomError("keys", "{said}", {"said": f"entry {place} has a name or a key that is taken"})
        keys[key] = name
    return keys


def load_settings() -> Settings:
    """Read the settings (about a millisecond); raise InputError for an unknown or an impossible one.

    The nearest known name is named. Read anew for each question, a changed `.env` holds without a restart.
    """
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    written = dotenv_values(".env")
    for name in sorted(name for name in {*os.environ, *written} if name.upper().startswith(PREFIX)):
        if name.upper() not in known:
            nearest = difflib.get_close_matches(name.upper(), known, n=1, cutoff=0) or sorted(known)
            raise InputError(f"{name} is not a setting of the assistant: did you mean {nearest[0]}?")
    try:
        # The kill switch: an empty line in `.env` turns the model off even where the process's environment names one.
        return Settings() if written.get(f"{PREFIX}MODEL", "unset") else Settings(model="")
    except ValidationError as error:
        first = error.errors()[0]
        name = f"{PREFIX}{str(first['loc'][0]).upper()}"
        value = "set" if name in HIDDEN else repr(first["input"])
        raise InputError(f"{name} is {value}: {first['msg'][0].lower()}{first['msg'][1:]}.") from None

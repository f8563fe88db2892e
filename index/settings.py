"""Settings: frozen, unknown keys rejected, the environment handed in and never read at import.

Order, later wins: defaults, a TOML file (`YINZHENG_SETTINGS`, else `settings.toml` in the user's configuration folder),
environment variables `YINZHENG_<NAME>`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path, user_config_path, user_data_path
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator

from index.errors import SettingsError

__all__ = ["Settings"]

_CHECKOUT = Path(__file__).resolve().parent.parent


class Settings(BaseModel):
    """What a user may choose. Paths may begin with `~`."""

    model_config = ConfigDict(frozen=True, extra="forbid", protected_namespaces=(), hide_input_in_errors=True)

    library: Path = Field(default_factory=lambda: user_data_path("yinzheng") / "library.sqlite")
    """The default library: one SQLite file."""
    cache: Path = Field(default_factory=lambda: user_cache_path("yinzheng"))
    """Where the default model is made."""
    seeds: Path = _CHECKOUT / "seeds"
    """The folder that the default library is built from at first use."""
    model: str = ""
    """Any Sentence Transformers model name or folder, or what a package adds (`yinzheng.embedders`); empty: the default
    model, made offline.

    `multilingual-e5-small` is the default model without what it was taught across languages."""
    reader: str = ""
    """Any Sentence Transformers cross-encoder, name or folder, or what a package adds (`yinzheng.readers`); empty: the one of
    this package; `none`: no reader."""
    vector_index: str = ""
    """What finds the nearest vectors: `milvus`, or what a package adds (`yinzheng.vector_engines`, `yinzheng.vector_indexes`); empty: the
    exact index of this package."""
    milvus_uri: str = ""
    """Where Milvus is: `http://HOST:19530`, with a database as `http://HOST:19530/NAME`, or a file that ends in `.db` (Milvus Lite)."""
    milvus_token: SecretStr = SecretStr("")
    """Its key, or `user:password`, if it wants one; shown nowhere."""
    milvus_index: str = Field(default="FLAT", pattern="^(FLAT|HNSW|AUTOINDEX)$")
    """How Milvus looks: `FLAT`: at all vectors; `HNSW`, or what its server chooses: at some, and nearly the same is found."""
    question_prompt: str | None = None
    """What is put before a question; None: what the model's own folder says."""
    passage_prompt: str | None = None
    """What is put before a passage; None: what the model's own folder says."""
    device: str = Field(default="cpu", pattern=r"^(auto|cpu|mps|(cuda|xpu)(:\d{1,2})?)$")
    """Where a Sentence Transformers model or reader that the user names computes; auto: as PyTorch finds one."""
    precision: str = Field(default="auto", pattern="^(auto|float32|bfloat16)$")
    """Arithmetic of the encoder; auto: bfloat16 where the processor has instructions for it."""
    reader_precision: str = Field(default="float32", pattern="^(float32|int8)$")
    """Arithmetic of the reader of this package; int8: nearly twice as fast, and now and then another answer."""
    passage_length: int = Field(default=300, ge=50, le=2000)
    """Greatest length of a passage, in Chinese characters (three letters of an alphabet count as one)."""
    reading_seconds: float = Field(default=60.0, gt=0, le=86_400)
    """Seconds of processor time that reading a file may take, for each megabyte or page of it."""
    reading_memory: int = Field(default=2000, ge=100, le=1_000_000)
    """Megabytes of memory that reading a file may take."""
    generator_url: str = ""
    """Where a language model answers, as OpenAI does: `http://localhost:11434/v1`; empty: none is asked."""
    generator_model: str = ""
    """The model's name, as its server knows it."""
    generator_key: SecretStr = SecretStr("")
    """The server's key, if it wants one; shown nowhere."""
    generator_timeout: float = Field(default=180.0, gt=0, le=3600)
    """Seconds that a language model may take for an answer."""
    generator_silence: float = Field(default=60.0, gt=0, le=3600)
    """Seconds that it may say nothing, before its first word or between two."""
    password_file: Path | None = None
    """Where the hash of the password is that whoever comes to the page must know; None: there is none."""
    sessions: Path | None = None
    """Where the servers of a library keep what they share besides it: who is in, wrong passwords, what can be put back; None:
    beside the library. Only its owner may read it."""
    sessions_database: SecretStr = SecretStr("")
    """A PostgreSQL database in the place of that file, for servers on several computers: `postgresql://USER:PASSWORD@HOST/NAME`; shown
    nowhere."""
    seats: int = Field(default=0, ge=0, le=1000)
    """How many answers a server makes side by side; 0: as many as there are processors, and two at least."""
    open_to_all: bool = False
    """Whether the page may be served to others without a password."""
    host_names: str = ""
    """Names by which others reach the page, separated by commas: `books.example`; needed behind a proxy."""
    log: str = Field(default="", pattern="^(|requests|questions)$")
    """What the server logs, a line of JSON each: `requests`, without a word of anybody; `questions`, with what was asked; empty: faults."""

    @field_validator("generator_url")
    @classmethod
    def _address(cls, value: str) -> str:
        if value and not re.fullmatch(r"https?://[^\s/?#]+[^\s?#]*", value):
            raise ValueError("give an address such as http://localhost:11434/v1, or nothing")
        return value.rstrip("/")

    @field_validator("milvus_uri")
    @classmethod
    def _milvus(cls, value: str) -> str:
        if value and not re.fullmatch(r"(https?|tcp)://[^\s/?#]+(/\w*)?|unix:\S+|[^:]+\.db", value):
            raise ValueError("give an address such as http://localhost:19530, a file that ends in .db, or nothing")
        return value

    @field_validator("sessions_database")
    @classmethod
    def _database(cls, value: SecretStr) -> SecretStr:
        if not re.fullmatch(r"(postgres(ql)?://[!-~]+)?", value.get_secret_value()):
            raise ValueError("give an address such as postgresql://USER:PASSWORD@HOST/NAME, or nothing")
        return value

    @field_validator("generator_key", "milvus_token")
    @classmethod
    def _sendable(cls, value: SecretStr) -> SecretStr:
        if not re.fullmatch("[!-~]*", value.get_secret_value()):
            raise ValueError("a key is of letters, digits and signs of ASCII, without spaces; copy it again")
        return value

    @classmethod
    def load(cls, environ: Mapping[str, str]) -> Settings:
        """Read the settings file, if there is one, and the environment.

        Raises SettingsError for an unreadable file, an unknown key or a value of the wrong type.
        """
        values = cls._file(environ)
        for name in cls.model_fields:
            variable = f"YINZHENG_{name.upper()}"
            if variable in environ and environ[variable] != "":
                values[name] = environ[variable]
        known = {f"YINZHENG_{name.upper()}" for name in cls.model_fields} | {"YINZHENG_SETTINGS"}
        for variable in sorted(environ):
            if variable.startswith("YINZHENG_") and variable not in known and not variable.startswith("YINZHENG_TEST_"):
                raise SettingsError(f"{variable} is not a setting; known: {', '.join(sorted(known))}")
        for name in ("library", "cache", "seeds", "password_file", "sessions"):
            if isinstance(values.get(name), str):
                values[name] = Path(values[name]).expanduser()
        try:
            return cls.model_validate(values)
        except ValidationError as error:
            first = error.errors()[0]
            name = ".".join(str(part) for part in first["loc"]) or "settings"
            raise SettingsError(
                f"setting {name!r}: {first['msg'].lower()}; known settings: {', '.join(cls.model_fields)}"
            ) from error

    def library_or_default(self, library: Path | None) -> Path:
        """The library that is named, without one the default."""
        return self.library if library is None else library

    @staticmethod
    def _file(environ: Mapping[str, str]) -> dict[str, Any]:
        named = environ.get("YINZHENG_SETTINGS", "")
        path = Path(named).expanduser() if named else user_config_path("yinzheng") / "settings.toml"
        if not path.is_file():
            if named:
                raise SettingsError(f"settings file {path} does not exist; make it or unset YINZHENG_SETTINGS")
            return {}
        try:
            return tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
            raise SettingsError(f"settings file {path} cannot be read: {error}; correct or remove it") from error

"""The settings, read from the environment or `.env`. `python -m bot settings` shows them.

An unknown `BOT_` name is an error that suggests the nearest known one: a misspelt setting must never be ignored.
"""

import os
from pathlib import Path
from typing import Annotated

from dotenv import dotenv_values
from pydantic import AwareDatetime, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from rapidfuzz import process

from bot.errors import SettingsError

Port = Annotated[int, Field(ge=0, le=65535)]
Origins = Annotated[tuple[str, ...], NoDecode]


class Settings(BaseSettings):
    """All settings. The name in the environment is `BOT_` and the field name in capitals (`variable`)."""

    model_config = SettingsConfigDict(
        env_prefix="BOT_", env_file=".env", extra="ignore", frozen=True, env_ignore_empty=True, populate_by_name=True
    )

    host: str = Field("127.0.0.1", description="address that the public edge listens on")
    port: Port = Field(8080, description="port of the public edge; 0 takes any free one")
    actions_port: Port = Field(5055, description="loopback port of the action server")
    rasa_port: Port = Field(5005, description="loopback port of Rasa")
    actions_url: str | None = Field(None, description="where the action server is, when it runs elsewhere")
    rasa_url: str | None = Field(None, description="where Rasa is, when it runs elsewhere")
    public_url: str | None = Field(None, description="address under which the public sees the edge, for links")
    kb_dir: Path = Field(Path("kb"), description="folder of the knowledge base")
    data_dir: Path = Field(Path("var"), description="folder for the journal, Rasa's files and pid files")
    database_url: str | None = Field(None, description="journal database; SQLite under the data folder by default")
    tracker_url: str | None = Field(None, description="Rasa's conversations; SQLite under the data folder by default")
    embedding_model: str = Field(
        "models/embedder/multilingual-e5-small", description="sentence-transformers name or folder"
    )
    reader: str = Field(
        "bot/reading/weights/reader.onnx",
        description="what reads candidates: file of `bot reader train`, a cross-encoder's name or folder, or off",
    )
    allowed_origins: Origins = Field((), description="sites that may embed the widget, comma-separated origins")
    rate_session: int = Field(
        20, ge=1, description="messages a minute from one session; loopback gets ten times as many"
    )
    rate_address: int = Field(
        120, ge=1, description="messages a minute from one address; loopback gets a hundred times as many"
    )
    secret_key: SecretStr | None = Field(
        None, min_length=32, description="signs session tokens; made and kept in the data folder by default"
    )
    session_days: int = Field(7, ge=1, le=365, description="days for which a session's token is good")
    turn_seconds: float = Field(2.5, gt=0, le=60, description="deadline of a turn, waiting included")
    rasa_python: Path = Field(Path(".venv-rasa/bin/python"), description="the Python of Rasa's own environment")
    rasa_model: Path = Field(Path("models/press-desk.tar.gz"), description="the trained Rasa model")

    notify_url: str | None = Field(
        None, pattern=r"^https?://", description="where each enquiry is POSTed as JSON, to tell the press office"
    )
    smtp_host: str | None = Field(None, description="mail server by which the press office is told of enquiries")
    smtp_port: int = Field(587, ge=1, le=65535, description="its port; STARTTLS is used where it is offered")
    smtp_user: str | None = Field(None, description="user name for it, if it wants one")
    smtp_password: SecretStr | None = Field(None, description="password for it")
    smtp_from: str | None = Field(None, description="sender of that mail; the press office's own address by default")
    smtp_to: str | None = Field(None, description="where that mail goes; the e-mail of kb/meeting.yml by default")
    line_channel_secret: SecretStr | None = Field(
        None, validation_alias="LINE_CHANNEL_SECRET", description="LINE: the channel's secret; without it no webhook"
    )
    line_channel_access_token: SecretStr | None = Field(
        None,
        validation_alias="LINE_CHANNEL_ACCESS_TOKEN",
        description="LINE: the channel's access token; without it events are kept until there is one",
    )
    line_api_url: str = Field(
        "https://api.line.me", validation_alias="LINE_API_URL", pattern=r"^https?://", description="LINE: its API"
    )
    line_push: bool = Field(False, description="LINE: push an answer that cannot be a reply; counts against the quota")
    line_workers: int = Field(4, ge=1, le=64, description="LINE: events that are answered at once")
    now: AwareDatetime | None = Field(
        None, description="pretend that it is this time at the start, for demonstrations: 2019-03-28T09:00+07:00"
    )

    @field_validator("allowed_origins", mode="before")
    @classmethod
    def split_origins(cls, value: object) -> object:
        """Split comma-separated origins (`https://a.example, https://b.example`). An origin has no path."""
        if not isinstance(value, str):
            return value
        origins = tuple(part.strip().rstrip("/") for part in value.split(",") if part.strip())
        for origin in origins:
            if origin.count("/") != 2 or not origin.startswith(("http://", "https://")):
                raise ValueError(f"an origin looks like https://news.example; got {origin!r}")
        return origins

    @property
    def actions_address(self) -> str:
        return (self.actions_url or f"http://127.0.0.1:{self.actions_port}").rstrip("/")

    @property
    def rasa_address(self) -> str:
        return (self.rasa_url or f"http://127.0.0.1:{self.rasa_port}").rstrip("/")

    @property
    def public_address(self) -> str:
        """The public base URL of the edge, without a final slash; used for links in answers."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def journal_url(self) -> str:
        return self.database_url or f"sqlite+aiosqlite:///{(self.data_dir / 'journal.sqlite3').absolute()}"

    @property
    def conversations_url(self) -> str:
        """Database URL of Rasa's tracker store. Rasa uses SQLAlchemy without asyncio, so the driver name is removed."""
        default = f"sqlite:///{(self.data_dir / 'rasa' / 'conversations.sqlite3').absolute()}"
        scheme, separator, rest = (self.tracker_url or default).partition("://")
        return scheme.partition("+")[0] + separator + rest


def variable(field: str) -> str:
    """The environment variable of a field: BOT_PORT; for LINE's own settings the names in LINE's documentation."""
    return str(Settings.model_fields[field].validation_alias or f"BOT_{field.upper()}")


def variable_of_location(location: str) -> str:
    """The environment variable for a location in a ValidationError, which is a field name or an alias."""
    return variable(location) if location in Settings.model_fields else location


def load(**overrides: object) -> Settings:
    """Read the settings. Raises SettingsError that names each invalid variable, its value and what is allowed."""
    names = {variable(field) for field in Settings.model_fields}
    for name in (*os.environ, *dotenv_values(".env")):
        if name.startswith("BOT_") and name not in names:
            nearest, _, _ = process.extractOne(name, sorted(names))
            raise SettingsError(
                f"{name} is no setting; did you mean {nearest}? `python -m bot settings` lists them all"
            )
    try:
        return Settings(**overrides)  # type: ignore[arg-type]  # tests and the command line pass plain values
    except ValidationError as e:
        lines = [f"{variable_of_location(str(x['loc'][0]))}: {x['msg']}; got {x['input']!r}" for x in e.errors()]
        raise SettingsError("\n".join(lines)) from e

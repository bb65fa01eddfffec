"""Settings: read once, from the environment and a `.env` file, into one frozen value. The only file that reads either.

README.md ("Settings") describes every variable; a test compares the two.
"""

import os
import re
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import ConfigError

SLACK_API_URL = "https://slack.com/api/"

_TOKENS = {
    "slack_bot_token": ("xoxb-", "OAuth & Permissions"),
    "slack_app_token": ("xapp-", "Basic Information, App-Level Tokens"),
}
"""Field -> (prefix of the token, where Slack shows it)."""

_COMMAND = re.compile(r"/[^\s/]{1,31}")

_PROXY_VARIABLES = ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy")


class Settings(BaseSettings):
    """Settings of this process. `nutgraf doctor` and the README's table show the field descriptions."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8-sig",  # Windows editors open files with a byte order mark
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        populate_by_name=True,
    )

    slack_bot_token: SecretStr | None = Field(None, alias="SLACK_BOT_TOKEN", description="bot token, starts with xoxb-")
    slack_app_token: SecretStr | None = Field(
        None, alias="SLACK_APP_TOKEN", description="app-level token for Socket Mode, starts with xapp-"
    )
    slack_signing_secret: SecretStr | None = Field(
        None, alias="SLACK_SIGNING_SECRET", description="signing secret, for HTTP mode"
    )
    slack_mode: Literal["socket", "http"] = Field(
        "socket", alias="NUTGRAF_SLACK_MODE", description="how Slack reaches the bot: socket or http"
    )
    slack_api_url: str = Field(SLACK_API_URL, alias="NUTGRAF_SLACK_API_URL", description="where Slack's Web API is")
    slack_proxy: str | None = Field(None, alias="NUTGRAF_SLACK_PROXY", description="proxy for calls to Slack")
    http_host: str = Field("127.0.0.1", alias="NUTGRAF_HTTP_HOST", description="HTTP mode: address to listen on")
    http_port: int = Field(3000, alias="NUTGRAF_HTTP_PORT", ge=0, le=65535, description="HTTP mode: port to listen on")
    health_port: int | None = Field(
        None,
        alias="NUTGRAF_HEALTH_PORT",
        ge=0,
        le=65535,
        description="port on this machine for /healthz and /readyz; unset: none",
    )
    playground_port: int = Field(
        8642, alias="NUTGRAF_PLAYGROUND_PORT", ge=0, le=65535, description="port of the playground"
    )
    data_dir: Path = Field(Path("data"), alias="NUTGRAF_DATA_DIR", description="where state lives")
    database_url: str = Field(
        "",
        alias="NUTGRAF_DATABASE_URL",
        description="sqlite:///… or postgresql://…; empty: a SQLite file in the folder",
    )
    database_must_exist: bool = Field(
        default=False,
        alias="NUTGRAF_DATABASE_MUST_EXIST",
        description="true: no new SQLite file is made, for data on a volume that may be missing; after the first start",
    )
    replica: str = Field(
        "",
        alias="NUTGRAF_REPLICA",
        pattern=r"^[A-Za-z0-9_-]{0,100}$",
        description="PostgreSQL with several bots: a name of this one's own, the same after a restart",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", alias="NUTGRAF_LOG_LEVEL", description="debug, info, warning or error"
    )
    max_links: int = Field(5, alias="NUTGRAF_MAX_LINKS", ge=1, le=20, description="links one message may have")
    max_feeds: int = Field(
        200, alias="NUTGRAF_MAX_FEEDS", ge=1, le=1000, description="feeds that one channel may follow"
    )
    digest_admins: Annotated[frozenset[str], NoDecode] = Field(
        frozenset(),
        alias="NUTGRAF_DIGEST_ADMINS",
        description="ids of people who may change every channel's digest, with commas between; members: everybody",
    )
    edition_late_h: float = Field(
        12, alias="NUTGRAF_EDITION_LATE_H", ge=0, le=24, description="hours an edition may come late after downtime"
    )
    fetch_timeout_s: float = Field(
        10, alias="NUTGRAF_FETCH_TIMEOUT_S", gt=0, le=60, description="seconds a page may take, redirects included"
    )
    fetch_max_bytes: int = Field(
        5_000_000, alias="NUTGRAF_FETCH_MAX_BYTES", ge=10_000, description="bytes a page may have, decoded"
    )
    fetch_proxy: str | None = Field(
        None, alias="NUTGRAF_FETCH_PROXY", description="egress proxy for pages; addresses are still checked here"
    )
    fetch_allow_origins: Annotated[frozenset[str], NoDecode] = Field(
        frozenset(),
        alias="NUTGRAF_FETCH_ALLOW_ORIGINS",
        description="test setting: origins on this machine that may be read, with commas between",
    )
    contact: str = Field(
        "",
        alias="NUTGRAF_CONTACT",
        description="web or mail address for webmasters, sent in the User-Agent; please set it",
    )
    summarize_command: str = Field(
        "/summarize", alias="NUTGRAF_SUMMARIZE_COMMAND", description="name of /summarize, as in the app's manifest"
    )
    digest_command: str = Field(
        "/digest", alias="NUTGRAF_DIGEST_COMMAND", description="name of /digest, as in the app's manifest"
    )
    workers: int = Field(2, alias="NUTGRAF_WORKERS", ge=1, le=64, description="child processes that read pages")

    @field_validator("fetch_allow_origins", "digest_admins", mode="before")
    @classmethod
    def _split_commas(cls, value: object) -> object:
        """Split a string at commas."""
        if isinstance(value, str):
            return frozenset(origin.strip().rstrip("/") for origin in value.split(",") if origin.strip())
        return value

    @field_validator("log_level", "slack_mode", mode="before")
    @classmethod
    def _lower(cls, value: object) -> object:
        """Accept INFO as info."""
        return value.strip().lower() if isinstance(value, str) else value

    @field_validator("slack_bot_token", "slack_app_token", mode="before")
    @classmethod
    def _check_prefix(cls, value: object, info: ValidationInfo) -> object:
        """Reject tokens of the wrong kind at start, by their prefix; their values are never shown."""
        prefix, where = _TOKENS[str(info.field_name)]
        if not isinstance(value, str):
            return value
        if not value.strip().startswith(prefix):
            raise ValueError(f"must start with {prefix} (Slack shows it under {where})")
        return value.strip()

    @field_validator("summarize_command", "digest_command")
    @classmethod
    def _check_command(cls, value: str) -> str:
        """Reject what Slack takes for no command. Source: docs.slack.dev/interactivity/implementing-slash-commands."""
        if not _COMMAND.fullmatch(value) or value != value.lower():
            raise ValueError("must be a slash and 1 to 31 lower-case characters without blanks, like /digest")
        return value

    @model_validator(mode="after")
    def _check_commands_differ(self) -> Self:
        """Reject one name for two commands."""
        if self.summarize_command == self.digest_command:
            raise ValueError("NUTGRAF_SUMMARIZE_COMMAND and NUTGRAF_DIGEST_COMMAND must differ")
        return self

    @property
    def has_slack(self) -> bool:
        """Whether any Slack token is set; without one `nutgraf run` starts the playground."""
        return self.slack_bot_token is not None or self.slack_app_token is not None

    @property
    def talks_to_loopback(self) -> bool:
        """Whether Slack is a playground on this machine."""
        return urlsplit(self.slack_api_url).hostname in {"127.0.0.1", "localhost", "::1"}

    def require_slack(self) -> None:
        """Raise ConfigError, naming the variable, unless everything for the chosen mode is set."""
        needed = {"SLACK_BOT_TOKEN": self.slack_bot_token}
        if self.slack_mode == "socket":
            needed["SLACK_APP_TOKEN"] = self.slack_app_token
        else:
            needed["SLACK_SIGNING_SECRET"] = self.slack_signing_secret
        for name, value in needed.items():
            if value is None:
                mode = "Socket Mode" if self.slack_mode == "socket" else "HTTP mode"
                raise ConfigError(f"{name} is not set. {mode} needs it: see README, 'Put it in your workspace'.")


def load_settings(**overrides: Any) -> Settings:
    """Return the settings of this process.

    Raises:
        ConfigError: with each wrong variable, never its value.
    """
    try:
        settings = Settings(**overrides)
    except ValidationError as error:
        raise ConfigError(_explain(error)) from None  # pydantic's own text repeats the values
    _ignore_proxies_for_loopback(settings)
    _keep_oauth_off()
    return settings


def _explain(error: ValidationError) -> str:
    """Return one line per wrong variable: its name and what is expected."""
    lines = []
    for problem in error.errors(include_input=False, include_url=False):
        name = ".".join(str(part) for part in problem["loc"])
        message = problem["msg"].removeprefix("Value error, ")
        lines.append(f"{name}: {message}" if name else message)
    return "; ".join(lines)


def _ignore_proxies_for_loopback(settings: Settings) -> None:
    """Remove HTTP(S)_PROXY when Slack is a playground on this machine.

    Slack's SDK uses them for every call and ignores NO_PROXY. Pages have a proxy setting of their own.
    """
    if settings.talks_to_loopback:
        for name in _PROXY_VARIABLES:
            os.environ.pop(name, None)  # noqa: TID251  (only this file may)


def _keep_oauth_off() -> None:
    """Remove Slack's OAuth variables: with both set, Bolt turns OAuth on by itself and ignores the token."""
    for name in ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"):
        os.environ.pop(name, None)  # noqa: TID251  (only this file may)

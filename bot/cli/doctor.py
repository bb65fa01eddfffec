"""`nutgraf doctor`: checks what the bot needs to run, and says what to fix."""

import asyncio
import os
import stat
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from pathlib import Path

import aiohttp

from bot.clock import SystemClock
from bot.config import Settings, load_settings
from bot.errors import ConfigError, StorageError
from bot.newsroom.installations import Installation
from bot.slack.manifest.granted_scopes import HEADER, compare_scopes
from bot.slack.manifest.permissions import SCOPES
from bot.storage.database.address import DatabaseAddress
from bot.storage.database.preflight import UP_TO_DATE, check
from bot.storage.database.private_files import make_folder, open_to_others
from bot.storage.tables.installations import InstallationTable

CALL_TIMEOUT_S = 10
MAX_CLOCK_ERROR_S = 120
"""Slack rejects signatures that are 300 seconds off; at half of that there is time to correct the clock."""


_OPTIONAL_SCOPES = (
    "The bot runs without these. If you want what they are for, add them at Slack under OAuth & Permissions, and "
    "reinstall the app."
)


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check, and what to do if it failed; a warning does not keep the bot from running."""

    what: str
    is_well: bool
    detail: str
    advice: str = ""
    is_warning: bool = False


async def examine(say: Callable[[str], None]) -> bool:
    """Check everything and print each finding at once. Returns whether the bot can run."""
    say(f"nutgraf {version('nutgraf')}, Python {sys.version.split()[0]}")
    can_run = True
    async for finding in _findings():
        sign = "ok  " if finding.is_well else "warn" if finding.is_warning else "FIX "
        say(f"{sign} {finding.what}: {finding.detail}")
        if not finding.is_well:
            if finding.advice:
                say(f"     {finding.advice}")
            can_run &= finding.is_warning
    say("Ready to run." if can_run else "Not ready: mend the lines marked FIX and run `nutgraf doctor` again.")
    return can_run


async def _findings() -> AsyncIterator[Finding]:
    try:
        settings = load_settings()
    except ConfigError as error:
        yield Finding("settings", is_well=False, detail=error.cause, advice="Correct it in the environment or in .env.")
        return
    yield Finding("settings", is_well=True, detail="read from the environment and .env")
    yield _check_tokens(settings)
    yield _check_data_dir(settings.data_dir)
    yield await asyncio.to_thread(_check_database, settings)
    for finding in _check_rights(settings):
        yield finding
    async for finding in _check_installations(settings):
        yield finding
    yield _check_contact(settings)
    async for finding in _check_slack(settings):
        yield finding


def _check_tokens(settings: Settings) -> Finding:
    if not settings.has_slack and settings.slack_signing_secret is None:
        return Finding("tokens", is_well=True, detail="none are set: `nutgraf run` will start the playground")
    try:
        settings.require_slack()
    except ConfigError as error:
        return Finding("tokens", is_well=False, detail=error.cause, advice="README, 'Put it in your workspace'.")
    return Finding("tokens", is_well=True, detail=f"all that {settings.slack_mode} mode needs are set")


def _check_data_dir(folder: Path) -> Finding:
    """Check that the data folder is writable; a missing one is created."""
    if folder.exists() and not folder.is_dir():
        advice = "Set it to a folder."
        return Finding("NUTGRAF_DATA_DIR", is_well=False, detail=f"{folder} is a file, not a folder", advice=advice)
    try:
        make_folder(folder)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        advice = f"Make it writable for this user ({os.getuid() if hasattr(os, 'getuid') else 'you'}), or set another."
        return Finding("NUTGRAF_DATA_DIR", is_well=False, detail=f"{folder}: {error.strerror}", advice=advice)
    return Finding("NUTGRAF_DATA_DIR", is_well=True, detail=f"{folder.resolve()} is writable")


def _check_database(settings: Settings) -> Finding:
    """Check that the database is reachable, intact, writable, and not newer; it is not changed."""
    try:
        address = DatabaseAddress(settings.database_url, settings.data_dir)
        return Finding("database", is_well=True, detail=f"{address.name} {check(address)}")
    except (ConfigError, StorageError) as error:
        return Finding("database", is_well=False, detail=error.cause, advice="README, 'Run it for real', says more.")


def _check_rights(settings: Settings) -> Iterator[Finding]:
    """Check that the database's folder and files are private to the bot's user; nothing where they are."""
    try:
        path = DatabaseAddress(settings.database_url, settings.data_dir).path
    except ConfigError:
        return  # already reported
    for found in open_to_others(path) if path is not None else ():
        mode = stat.S_IMODE(found.stat().st_mode)
        yield Finding(
            "files",
            is_well=False,
            is_warning=True,
            detail=f"{found.resolve()} is open to other users of this machine (mode {mode:04o})",
            advice=f"It holds what people wrote: chmod go= {found.resolve()}",
        )


async def _check_installations(settings: Settings) -> AsyncIterator[Finding]:
    """Report workspaces that were closed to us at the last call; nothing where all is well."""
    try:
        address = DatabaseAddress(settings.database_url, settings.data_dir)
        is_current = check(address) == UP_TO_DATE
    except (ConfigError, StorageError):
        return  # already reported
    if not is_current:
        return
    engine = address.open()
    try:
        installations = await InstallationTable(engine, SystemClock()).list_all()
    finally:
        await engine.dispose()
    for one in installations:
        if one.dead_since is not None:
            yield _judge_installation(one)


def _judge_installation(dead: Installation) -> Finding:
    since = datetime.fromtimestamp(dead.dead_since or 0, UTC).strftime("%Y-%m-%d %H:%M UTC")
    return Finding(
        "workspace",
        is_well=False,
        is_warning=True,  # a new token may be set already: the line about Slack says so
        detail=f"{dead.team_id} has refused the bot since {since} ({dead.dead_why})",
        advice="Reinstall the app there, set the new SLACK_BOT_TOKEN and restart the bot.",
    )


def _check_contact(settings: Settings) -> Finding:
    if settings.contact:
        return Finding("NUTGRAF_CONTACT", is_well=True, detail=settings.contact)
    return Finding(
        "NUTGRAF_CONTACT",
        is_well=False,
        is_warning=True,
        detail="not set",
        advice="Set it to an address that webmasters can write to; some sites refuse programs without one.",
    )


async def _check_slack(settings: Settings) -> AsyncIterator[Finding]:
    """Make one harmless call each: is Slack reachable, are the tokens valid, is the clock right?"""
    token = settings.slack_bot_token
    headers = {"Authorization": f"Bearer {token.get_secret_value()}"} if token else {}
    timeout = aiohttp.ClientTimeout(total=CALL_TIMEOUT_S)
    method = "auth.test" if token else "api.test"
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout, headers=headers) as session,
            session.post(f"{settings.slack_api_url.rstrip('/')}/{method}", proxy=settings.slack_proxy) as answer,
        ):
            said = await answer.json(content_type=None)
            date, scopes = answer.headers.get("Date"), answer.headers.get(HEADER)
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        detail = f"{settings.slack_api_url} cannot be reached ({type(error).__name__})"
        advice = "Allow outgoing HTTPS, or set NUTGRAF_SLACK_PROXY."
        yield Finding("Slack", is_well=False, is_warning=token is None, detail=detail, advice=advice)
        return
    verdict = _judge_answer(settings, said if isinstance(said, dict) else {})
    yield verdict
    if token and verdict.is_well:
        for finding in _judge_scopes(scopes):
            yield finding
    if date:
        yield _judge_clock(date)


def _judge_answer(settings: Settings, said: dict[str, object]) -> Finding:
    if said.get("ok"):
        team = f", workspace {said['team']}" if said.get("team") else ""
        return Finding("Slack", is_well=True, detail=f"{settings.slack_api_url} answers{team}")
    error = str(said.get("error") or "an answer that is not Slack's")
    advice = "Copy the bot token again from OAuth & Permissions; reinstall the app if it was revoked."
    return Finding("Slack", is_well=False, detail=f"refused SLACK_BOT_TOKEN ({error})", advice=advice)


def _judge_scopes(header: str | None) -> Iterator[Finding]:
    """Say what is switched off in this workspace, and which scopes the bot has no use for."""
    if header is None:
        yield Finding("scopes", is_well=True, detail="Slack does not say which ones are granted")
        return
    found = compare_scopes(header)
    for name in found.required:
        detail = f"not granted. {SCOPES[name].without}"
        advice = "Add it at Slack under OAuth & Permissions, and reinstall the app."
        yield Finding(f"scope {name}", is_well=False, detail=detail, advice=advice)
    for name in found.optional:
        detail = f"not granted. {SCOPES[name].without}"
        advice = _OPTIONAL_SCOPES if name == found.optional[-1] else ""
        yield Finding(f"scope {name}", is_well=False, is_warning=True, detail=detail, advice=advice)
    if found.superfluous:
        detail = f"the bot has no use for {', '.join(found.superfluous)}"
        advice = "Take them away at Slack under OAuth & Permissions."
        yield Finding("scopes", is_well=False, is_warning=True, detail=detail, advice=advice)
    if not found.required and not found.optional:
        yield Finding("scopes", is_well=True, detail="all that the bot has a use for are granted")


def _judge_clock(date: str) -> Finding:
    try:
        off = (SystemClock().now() - parsedate_to_datetime(date)).total_seconds()
    except (TypeError, ValueError):
        return Finding("clock", is_well=True, detail="could not be compared")
    if abs(off) > MAX_CLOCK_ERROR_S:
        return Finding("clock", is_well=False, detail=f"off by {off:.0f} seconds", advice="Turn on NTP.")
    return Finding("clock", is_well=True, detail="agrees with Slack's")

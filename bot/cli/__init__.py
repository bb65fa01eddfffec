"""The command line. Slow modules are imported by the command that needs them, so that `--help` is instant."""

import asyncio
import importlib.metadata
import sys
from collections.abc import Coroutine
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from bot.config import Settings, load_settings
from bot.errors import BotError, ConfigError, DatabaseLostError, StorageError
from bot.exits import Exit
from bot.logs import catch_strays, set_up_logs
from bot.newsroom.command_names import CommandNames
from bot.slack.manifest.app_manifest import (
    DEFAULT_NAME,
    ManifestOptions,
    Variant,
    build_manifest,
    format_manifest,
    install_link,
)
from summarizer.errors import SummarizerError

app = typer.Typer(
    name="nutgraf",
    help="Turns news links and pasted text into short digests: the article's own sentences and its key quotes.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

jobs_app = typer.Typer(invoke_without_command=True, rich_markup_mode=None)
app.add_typer(jobs_app, name="jobs")


class Length(StrEnum):
    """Length of a digest."""

    SHORT = "short"
    MEDIUM = "medium"
    LONG = "long"


LengthOption = Annotated[Length, typer.Option(help="short: 2 sentences, 1 quote; medium: 3 and 2; long: 6 and 3.")]
MethodOption = Annotated[
    str | None,
    typer.Option(
        help="How sentences are ranked: nutgraf (default), lead, or sumy's lex-rank, text-rank, lsa, luhn, kl, "
        "sum-basic, edmundson, reduction."
    ),
]
Outcome = TypeVar("Outcome")
Version = Annotated[bool, typer.Option("--version", help="Print the version.", is_eager=True)]
Source = Annotated[list[str], typer.Argument(help="A link, an .html or .txt file, or - for standard input.")]


def main() -> None:
    """Run the command line; every expected failure is one sentence on stderr and an exit code."""
    try:
        app()
    except DatabaseLostError as error:
        _complain(error.cause)
        raise SystemExit(Exit.DATABASE_LOST) from None
    except (ConfigError, StorageError) as error:
        _complain(error.cause)
        raise SystemExit(Exit.CANNOT_START) from None
    except (BotError, SummarizerError) as error:
        _complain(f"{error.message} {error.advice}")
        raise SystemExit(Exit.FAILED) from None
    except KeyboardInterrupt:
        raise SystemExit(Exit.INTERRUPTED) from None
    except BrokenPipeError:  # `nutgraf digest … | head`
        sys.stderr.close()
        raise SystemExit(Exit.DONE) from None


@app.command()
def run() -> None:
    """Run the bot. Without Slack tokens: with a local Slack to try it in."""
    from bot.app.run import run as run_all

    settings = _start()
    asyncio.run(run_all(settings, announce=_announce))


@app.command()
def playground() -> None:
    """Run the local Slack alone, for a bot in another process."""
    from bot.app.playground import run_playground

    settings = _start()
    asyncio.run(run_playground(settings, announce=_announce))


@app.command()
def digest(
    sources: Source,
    *,
    length: LengthOption = Length.MEDIUM,
    method: MethodOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a source.")] = False,
    why: Annotated[bool, typer.Option("--why", help="Say for each sentence why it was chosen.")] = False,
    slack: Annotated[bool, typer.Option("--slack", help="The payload that would be posted to Slack.")] = False,
) -> None:
    """Print the digest of links, files or standard input."""
    from bot.cli.sources import digest_sources
    from bot.cli.terminal import print_digest, print_json, print_slack

    settings = _start(quiet=True)
    failed = 0
    for number, outcome in enumerate(_run(digest_sources(settings, sources, length=length.value, method=method))):
        if outcome.error is not None:
            failed += 1
            _complain(f"{_named(outcome.source, sources)}{outcome.error.message} {outcome.error.advice}")
        elif as_json:
            print_json(outcome.digest)
        elif slack:
            print_slack(outcome.digest)
        else:
            if number:
                print()
            print_digest(outcome.digest, why=why)
    if failed:
        raise typer.Exit(Exit.FAILED)


@app.command()
def verify(
    source: Annotated[str, typer.Argument(help="A link, an .html or .txt file, or - for standard input.")],
    *,
    length: LengthOption = Length.MEDIUM,
    method: MethodOption = None,
) -> None:
    """Show each sentence and quote of a digest at its place in the source; exit 1 if one is not verbatim."""
    from bot.cli.sources import digest_sources
    from bot.cli.terminal import print_places

    settings = _start(quiet=True)
    (outcome,) = _run(digest_sources(settings, [source], length=length.value, method=method))
    if outcome.error is not None:
        raise outcome.error
    if not print_places(outcome.digest, outcome.raw):
        raise typer.Exit(Exit.FAILED)


@app.command()
def batch(
    source: Annotated[
        Path, typer.Argument(metavar="IN.jsonl", help="One document a line, see README, 'Many at once'.")
    ],
    target: Annotated[Path, typer.Argument(metavar="OUT.jsonl", help="One answer a line, in the order of the input.")],
    *,
    jobs: Annotated[int, typer.Option(min=1, max=64, help="Child processes.")] = 1,
    length: LengthOption = Length.MEDIUM,
    method: MethodOption = None,
    sentences: Annotated[
        int | None, typer.Option(min=1, max=100, help="A number of sentences instead of a length.")
    ] = None,
    stories: Annotated[bool, typer.Option("--stories", help="Also say which lines tell one story.")] = False,
    history: Annotated[
        Path | None,
        typer.Option(help="Older items (JSON lines with title and text) that teach which words are common."),
    ] = None,
) -> None:
    """Digest many documents, one JSON object a line in and out."""
    from bot.cli.batch import BatchOptions, run_batch

    _start(quiet=True)
    options = BatchOptions(length=length.value, method=method, sentences=sentences, stories=stories, history=history)
    errors = _run(run_batch(source, target, options, jobs=jobs))
    if errors:
        _complain(f"{errors} of the lines could not be read; each has an error line in {target}.")


@app.callback(invoke_without_command=True)
def options(version: Version = False) -> None:
    """Turns news links and pasted text into short digests: the article's own sentences and its key quotes."""
    if version:
        print(f"nutgraf {importlib.metadata.version('nutgraf')}")
        raise typer.Exit


@jobs_app.callback()
def jobs(
    context: typer.Context,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a job.")] = False,
) -> None:
    """List the jobs that wait or failed, and the messages of which nobody can tell whether they stand in Slack."""
    from bot.cli.jobs import list_jobs, print_lines

    if context.invoked_subcommand is None:
        print_lines(_run(list_jobs(_start(quiet=True))), as_json=as_json)


@jobs_app.command("retry")
def retry_job(
    name: Annotated[str, typer.Argument(metavar="ID", help="As `nutgraf jobs` shows it, or an error's reference.")],
    *,
    post_again: Annotated[
        bool, typer.Option("--post-again", help="Post messages that may stand in Slack already.")
    ] = False,
) -> None:
    """Let a failed job wait again; the running bot takes it up within two minutes."""
    from bot.cli.jobs import retry

    _announce(_run(retry(_start(quiet=True), name, post_again=post_again)))


@app.command()
def edition(
    more: Annotated[list[str] | None, typer.Argument(metavar="[FEED]...", help="More feeds.")] = None,
    *,
    feeds: Annotated[
        list[str],
        typer.Option("--feeds", help="A feed's link or file, a site's link, an OPML file; several may follow."),
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print it here; the only way there is.")] = True,
    max_stories: Annotated[int, typer.Option("--max", min=1, max=20, help="Stories of the edition.")] = 5,
    length: LengthOption = Length.MEDIUM,
    why: Annotated[bool, typer.Option("--why", help="Say for each story why it was chosen.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object: stories, articles, reasons.")] = False,
    after: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="EDITION.json", help="An edition as --json prints it: nothing of it comes again. Repeatable."
        ),
    ] = None,
) -> None:
    """Print the edition that some feeds make of the last day's news, with no Slack at all."""
    from bot.cli.edition import make_edition, print_edition, subscription_of
    from bot.cli.edition_json import print_edition_json, read_editions
    from bot.cli.edition_sources import gather_items
    from bot.cli.feed_sources import explain_errors
    from bot.clock import SystemClock
    from bot.web.urls import article_key

    if not dry_run:
        raise ConfigError("--dry-run: editions are posted by the running bot (/digest now); here they are printed.")
    settings, now = _start(quiet=True), SystemClock().now()
    told = read_editions(after or [], now)
    gathered = _run(gather_items(settings, [*feeds, *(more or [])], now, told=told))
    for line in explain_errors([(each.source, each.error) for each in gathered]):
        _complain(line)
    items = [item for each in gathered for item in each.items]
    if all(each.error is not None for each in gathered):
        raise typer.Exit(Exit.FAILED)
    wanted = subscription_of([each.source for each in gathered], max_stories=max_stories, length=length.value)
    made = _run(make_edition(settings, items, wanted, now=now, same_article=article_key, past=told.records))
    if as_json:
        print_edition_json(made)
    else:
        print_edition(made, why=why)
    if any(each.error is not None for each in gathered):
        raise typer.Exit(Exit.FAILED)


@app.command()
def feed(
    source: Annotated[str, typer.Argument(help="A feed's link or file, or a site's address.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object an entry, one a line.")] = False,
) -> None:
    """Print what the bot reads in a feed, in the feed's order; for a site, in the feed that /digest add would find."""
    from bot.cli.feed import print_feed, print_feed_json, read_feed
    from bot.cli.feed_sources import explain_errors
    from bot.clock import SystemClock

    settings = _start(quiet=True)
    try:
        read = _run(read_feed(settings, source, SystemClock().now()))
    except BotError as error:
        for line in explain_errors([(source, error)]):
            _complain(line)
        raise typer.Exit(Exit.FAILED) from None
    for warning in read.warnings:
        _complain(f"{read.url}: {warning}")
    (print_feed_json if as_json else print_feed)(read)


@app.command()
def backup(
    target: Annotated[Path, typer.Argument(metavar="PATH", help="A file that does not exist yet.")],
) -> None:
    """Copy the database while the bot runs; README, 'Run it for real', says how it is put back."""
    from bot.clock import SystemClock
    from bot.storage.database.address import DatabaseAddress
    from bot.storage.database.backup import back_up

    settings = _start(quiet=True)
    size = back_up(DatabaseAddress(settings.database_url, settings.data_dir), target, SystemClock())
    _announce(f"{target}: {size:,} bytes")


@app.command()
def restored(
    moment: Annotated[
        datetime,
        typer.Argument(
            metavar="TIME",
            formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d"],
            help="When the copy was made, in UTC, rather too early: 2026-11-24T03:00.",
        ),
    ],
) -> None:
    """Say that the database was put back from a copy that `nutgraf backup` did not make; before the bot is started."""
    from bot.storage.database.address import DatabaseAddress
    from bot.storage.database.preflight import require_current
    from bot.storage.database.restored import mark_restored

    settings = _start(quiet=True)
    address = DatabaseAddress(settings.database_url, settings.data_dir)
    require_current(address)
    since = moment.replace(tzinfo=UTC)
    mark_restored(address, since)
    _announce(f"The next start looks in Slack for what was posted since {since:%Y-%m-%d %H:%M} UTC.")


@app.command()
def manifest(
    *,
    variant: Annotated[
        Variant, typer.Option(help="full: all permissions; minimal: only what it needs; http: full, by --url.")
    ] = Variant.FULL,
    url: Annotated[str, typer.Option(help="The bot's public https address: Slack posts there, no Socket Mode.")] = "",
    name: Annotated[str, typer.Option(help="What the app and its user are called.")] = DEFAULT_NAME,
    link: Annotated[bool, typer.Option("--link", help="Print the link at which Slack offers to make the app.")] = False,
) -> None:
    """Print the app manifest, from which Slack makes the app; with the commands' names of the settings."""
    settings = _start(quiet=True)
    commands = CommandNames(settings.summarize_command, settings.digest_command)
    made = build_manifest(ManifestOptions(variant, url, name, commands))
    print(install_link(made) if link else format_manifest(made), end="\n" if link else "")


@app.command()
def doctor() -> None:
    """Check settings, tokens, database, clock and network; say what to fix."""
    from bot.cli.doctor import examine

    set_up_logs("error")
    if not _run(examine(_announce)):
        raise typer.Exit(Exit.CANNOT_START)


def _start(*, quiet: bool = False) -> Settings:
    """Load the settings and set up logs; `quiet` logs only errors, for commands whose output is their result."""
    settings = load_settings()
    set_up_logs("error" if quiet else settings.log_level)
    if not quiet:
        catch_strays()
    return settings


def _run(work: Coroutine[Any, Any, Outcome]) -> Outcome:
    return asyncio.run(work)


def _announce(line: str) -> None:
    print(line, flush=True)


def _complain(sentence: str) -> None:
    print(f"nutgraf: {sentence}", file=sys.stderr)


def _named(source: str, sources: list[str]) -> str:
    """Return the source as a prefix of its error, where there are several."""
    return f"{source}: " if len(sources) > 1 else ""

"""Compares the scopes that Slack has granted with those that the code has a use for. Pure."""

from dataclasses import dataclass

from bot.slack.manifest.permissions import SCOPES

HEADER = "X-OAuth-Scopes"
"""Slack's answers carry it: the scopes of the token, with commas between.

Source: docs.slack.dev/legacy/legacy-authentication/legacy-oauth-scopes, "Working with OAuth Scopes".
"""


@dataclass(frozen=True, slots=True)
class ScopeComparison:
    """How the granted scopes differ from those in the list.

    Attributes:
        required: missing ones without which the bot is of no use.
        optional: missing ones that switch something off.
        superfluous: granted ones that the bot has no use for.
    """

    required: tuple[str, ...]
    optional: tuple[str, ...]
    superfluous: tuple[str, ...]


def compare_scopes(header: str) -> ScopeComparison:
    """What is missing and what is too much, each in alphabetical order.

    Args:
        header: the value of `X-OAuth-Scopes`.
    """
    granted = {scope.strip() for scope in header.split(",")} - {""}
    missing = sorted(SCOPES.keys() - granted)
    return ScopeComparison(
        required=tuple(scope for scope in missing if not SCOPES[scope].is_optional),
        optional=tuple(scope for scope in missing if SCOPES[scope].is_optional),
        superfluous=tuple(sorted(granted - SCOPES.keys())),
    )

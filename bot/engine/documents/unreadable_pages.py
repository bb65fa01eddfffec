"""Why a page has no story: it is for subscribers, it asks for consent, or a script would have to fill it. Pure.

Used only when no article was found, or one of a few words: a real story may mention cookies.
"""

import re

from bot.errors import BotWallError, ConsentPageError, FetchError, NeedsBrowserError, PaywalledError
from summarizer.errors import (
    CookieNoticeError,
    FrontPageError,
    LoginPageError,
    SectionPageError,
    SummarizerError,
    WithdrawnError,
)

LOOKED_AT_BYTES = 2_000_000

_TAGS = re.compile(rb"<[^<>]*>")
_HIDDEN = re.compile(rb"<(script|style|noscript|template|svg)\b")
_WORD = re.compile(r"\w+")

_FOR_SUBSCRIBERS = re.compile(
    rb"\"isAccessibleForFree\"\s*:\s*\"?false|content_tier\"?\s+content=\"?(?:locked|metered)"
    rb"|article:content_tier\" content=\"(?:locked|metered)",
    re.IGNORECASE,
)

_CONSENT_WORDS = frozenset(
    """cookie cookies consent consents partners vendors privacy gdpr tcf datenschutz zustimmung einwilligung zustimmen
    cookiefrei werbung confidentialité consentement partenaires accepter privacidad consentimiento aceptar socios
    privacybeleid toestemming samtykke samtycke suostumus evästeet zgoda plików consenso informativa accetta legitimate
    preferences personalised personalized advertising""".split()  # noqa: SIM905  (words read best as words)
)

_ROBOT_WORDS = re.compile(
    r"are you a (?:robot|human)|you are (?:not )?a (?:robot|human)|unusual (?:traffic|activity)|complete the captcha"
    r"|verify (?:that )?you(?:'|’)?(?: a)?re (?:a )?human|press (?:and|&) hold"
    r"|enable (?:javascript and )?cookies to continue",
    re.IGNORECASE,
)

_SHELL_MARKS = re.compile(
    rb"<div[^<>]{0,100}\bid=[\"']?(?:root|app|__next|__nuxt|___gatsby|main-app|react-root|svelte|q-app)\b"
    rb"|<app-root\b|enable javascript|javascript is (?:disabled|required|not enabled)|requires javascript"
    rb"|activate javascript|javascript aktivieren|activer javascript|activa javascript",
    re.IGNORECASE,
)


_SAID_BY_THE_CORE = (FrontPageError, SectionPageError, LoginPageError, WithdrawnError)
"""What the core has seen in the page's layout is surer than words found in its bytes."""


def find_cause(page: bytes, error: SummarizerError) -> FetchError | SummarizerError:
    """Return the error to raise for a page without a story: what its bytes show, else the core's own.

    Args:
        page: the bytes.
        error: of the core.
    """
    if isinstance(error, CookieNoticeError):
        return ConsentPageError(str(error))
    if isinstance(error, _SAID_BY_THE_CORE):
        return error
    return explain(page) or error


def explain(page: bytes) -> FetchError | None:
    """Return why a page has no story, if this can be determined; None where it simply has none."""
    page = page[:LOOKED_AT_BYTES]
    words = visible_words(page)
    text = " ".join(words)
    if _ROBOT_WORDS.search(text) and len(words) < 300:
        return BotWallError("the page asks for a human")
    if _FOR_SUBSCRIBERS.search(page):
        return PaywalledError("marked as not free, no body")
    if _is_mostly_consent(words):
        return ConsentPageError("mostly consent words")
    if _is_script_shell(page, words):
        return NeedsBrowserError(f"{len(words)} visible words")
    return None


def visible_words(page: bytes) -> list[str]:
    """Return the words, in lower case, that a page shows without its scripts; approximate, in linear time."""
    # Cut before each hidden element, and each piece after its end tag: each byte is visited a few times at most.
    first, *rest = _HIDDEN.split(page.lower())
    pieces = [first, *(piece.partition(b"</" + name)[2] for name, piece in zip(rest[::2], rest[1::2], strict=True))]
    text = _TAGS.sub(b" ", b" ".join(pieces)).decode("utf-8", "replace")
    return _WORD.findall(text)


def _is_mostly_consent(words: list[str]) -> bool:
    """Return whether a short text is mostly about consent."""
    if not 5 <= len(words) <= 1_500:
        return False
    told = sum(word in _CONSENT_WORDS for word in words)
    return told >= 4 and told / len(words) > 0.04


def _is_script_shell(page: bytes, words: list[str]) -> bool:
    """Return whether a page shows almost nothing until its scripts run."""
    if len(words) > 150:
        return False
    return _SHELL_MARKS.search(page) is not None or (len(words) < 40 and page.lower().count(b"<script") >= 3)

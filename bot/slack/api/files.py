"""Files that people share in Slack: small ones, read with the bot's token. Needs the scope files:read.

The token goes to Slack's own file servers only, and never unencrypted: the address comes from a payload.
Source: docs.slack.dev/reference/objects/file-object, "url_private".
"""

import re

import aiohttp
import structlog

from bot.config import Settings
from bot.errors import SlackError, TooLargeError
from bot.newsroom.requests.errors import UnreadableFileError
from bot.newsroom.requests.request import SharedFile
from bot.slack.api.addresses import FILE_HOSTS, is_slack_address

MAX_BYTES = 5_000_000
"""Of a file; documents with more are not parsed either."""

TIMEOUT_S = 20.0
_CHUNK = 65_536
_LOGIN_PAGE = re.compile(rb"slack-edge\.com|<title>\s*(?:sign in|log ?in)\b", re.IGNORECASE)

_log = structlog.get_logger(__name__)


class SlackFiles:
    """Reads shared files.

    Args:
        session: shared with the Web API client.
        token: the bot's.
        api_url: where Slack is; a playground keeps its files on its own host.
        proxy: for calls to Slack.
    """

    def __init__(self, session: aiohttp.ClientSession, *, token: str, api_url: str, proxy: str | None = None) -> None:
        self._session = session
        self._token = token
        self._api_url = api_url
        self._proxy = proxy

    async def read(self, file: SharedFile) -> bytes:
        """The bytes of a file.

        Raises:
            UnreadableFileError: the bot may not read it.
            TooLargeError: it is larger than `MAX_BYTES`.
            SlackError: Slack is not reached.
        """
        if not is_slack_address(file.url, FILE_HOSTS, api_url=self._api_url):
            raise UnreadableFileError(f"{file.id}: no address that the token may go to")
        headers = {"Authorization": f"Bearer {self._token}"}
        timeout = aiohttp.ClientTimeout(total=TIMEOUT_S)
        try:
            asked = self._session.get(
                file.url, headers=headers, timeout=timeout, proxy=self._proxy, allow_redirects=False
            )
            async with asked as answer:
                body = await _read(answer)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise SlackError(f"file {file.id}: {type(error).__name__}") from error
        if answer.content_type == "text/html" and not _is_page(file, body):
            raise UnreadableFileError(f"file {file.id}: a login page")
        return body


async def _read(answer: aiohttp.ClientResponse) -> bytes:
    """The body.

    Raises:
        UnreadableFileError: Slack refuses it; mostly by a redirection to a login page.
        TooLargeError: it is too long.
    """
    if answer.status != 200:
        _log.info("file not read", status=answer.status)
        raise UnreadableFileError(f"HTTP {answer.status}, {answer.content_type}")
    body = bytearray()
    async for chunk in answer.content.iter_chunked(_CHUNK):
        body += chunk
        if len(body) > MAX_BYTES:
            raise TooLargeError("a shared file")
    return bytes(body)


def _is_page(file: SharedFile, body: bytes) -> bool:
    """Whether HTML is the file itself, and not Slack's login page, which comes with status 200 too."""
    if not file.media_type.startswith("text/"):
        return False
    return len(body) == file.size if file.size else _LOGIN_PAGE.search(body[:4_000]) is None


def build_files(settings: Settings, session: aiohttp.ClientSession) -> SlackFiles:
    """The reader of shared files in this workspace."""
    token = settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else ""
    return SlackFiles(session, token=token, api_url=settings.slack_api_url, proxy=settings.slack_proxy)

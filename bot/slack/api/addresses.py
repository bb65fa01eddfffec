"""Which addresses are Slack's own: the only ones that get the bot's token, or what it says.

They come in payloads. Only the signature of a payload says that it is Slack's, and everybody with the signing secret
can make one; such an address would make the bot post into the network around it, or hand out its token.
"""

from urllib.parse import urlsplit

from yarl import URL

FILE_HOSTS = frozenset({"files.slack.com", "files.slack-gov.com"})
"""Where `url_private` of files points.

Source: docs.slack.dev/reference/objects/file-object, docs.slack.dev/govslack.
"""

ANSWER_HOSTS = frozenset({"hooks.slack.com", "hooks.slack-gov.com"})
"""Where response_urls point.

Source: docs.slack.dev/interactivity/handling-user-interaction, docs.slack.dev/govslack.
"""


def is_slacks(address: str, hosts: frozenset[str], *, api_url: str) -> bool:
    """Whether an address is at one of Slack's hosts, by HTTPS; or where its Web API is, as at a playground.

    It is read as aiohttp reads it, which then goes there. What Slack never writes is refused: blanks, names before the
    host, ports.

    Args:
        address: from a payload.
        hosts: of Slack.
        api_url: of Slack's Web API; its scheme, host and port count.
    """
    if not (address.isascii() and address.isprintable()) or " " in address:
        return False
    try:
        url, has_name = URL(address), "@" in urlsplit(address).netloc
    except ValueError:
        return False
    if has_name or url.host is None or not url.scheme:
        return False
    if url.origin() == URL(api_url).origin():
        return True
    return url.scheme == "https" and url.host in hosts and url.explicit_port is None

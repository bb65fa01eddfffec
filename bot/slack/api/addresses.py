"""Which addresses are Slack's own: only these get the bot's token and its answers.

They come in payloads. Only the signature says that a payload is Slack's, and everybody with the signing secret can make
one; such an address would make the bot post into the network around it, or send its token away.
"""

from urllib.parse import urlsplit

from yarl import URL

FILE_HOSTS = frozenset({"files.slack.com", "files.slack-gov.com"})
"""The hosts in the `url_private` of files.

Source: docs.slack.dev/reference/objects/file-object, docs.slack.dev/govslack.
"""

ANSWER_HOSTS = frozenset({"hooks.slack.com", "hooks.slack-gov.com"})
"""The hosts of response_urls.

Source: docs.slack.dev/interactivity/handling-user-interaction, docs.slack.dev/govslack.
"""


def is_slack_address(address: str, hosts: frozenset[str], *, api_url: str) -> bool:
    """Whether an address is at one of Slack's hosts, by HTTPS; or at its Web API's host, as with a playground.

    It is parsed as by aiohttp, which then requests it. What Slack never writes is refused: blanks, user names, ports.

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

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.errors import SlackError, TooLargeError
from bot.newsroom.requests.errors import UnreadableFileError
from bot.newsroom.requests.request import SharedFile
from bot.slack.api.addresses import FILE_HOSTS, is_slack_address
from bot.slack.api.files import MAX_BYTES, SlackFiles


class Shelf:
    """A file server that notes who asks."""

    url: str
    files: SlackFiles

    def __init__(self) -> None:
        self.tokens: list[str | None] = []
        self.answer = web.Response(body=b"<opml/>", content_type="text/plain")

    async def serve(self, request: web.Request) -> web.Response:
        self.tokens.append(request.headers.get("Authorization"))
        return self.answer


@pytest.fixture
async def shelf():
    shelf = Shelf()
    app = web.Application()
    app.router.add_get("/{name}", shelf.serve)
    async with TestServer(app) as server, aiohttp.ClientSession() as session:
        shelf.url = str(server.make_url("/F1"))
        shelf.files = SlackFiles(session, token="xoxb-1", api_url=str(server.make_url("/api/")))
        yield shelf


def shared(url: str) -> SharedFile:
    return SharedFile("F1", "feeds.opml", url)


async def test_a_file_is_read_with_the_bots_token(shelf):
    assert await shelf.files.read(shared(shelf.url)) == b"<opml/>"
    assert shelf.tokens == ["Bearer xoxb-1"]


async def test_a_page_to_log_in_at_means_that_the_scope_is_missing(shelf):
    shelf.answer = web.Response(text="<html>", content_type="text/html")

    with pytest.raises(UnreadableFileError):
        await shelf.files.read(shared(shelf.url))


@pytest.mark.parametrize("status", [302, 403, 404])
async def test_what_is_not_given_is_not_followed_elsewhere(shelf, status):
    shelf.answer = web.Response(status=status, headers={"Location": "/elsewhere"})

    with pytest.raises(UnreadableFileError):
        await shelf.files.read(shared(shelf.url))
    assert len(shelf.tokens) == 1


@pytest.mark.parametrize("url", ["", "https://evil.example/F1", "http://files.slack.com/F1", "https://files.slack.com.evil.example/", "https://[x"])  # fmt: skip
async def test_the_token_goes_to_slacks_file_server_only(shelf, url):
    with pytest.raises(UnreadableFileError):
        await shelf.files.read(shared(url))


SLACK = "https://slack.com/api/"


@pytest.mark.parametrize("url", ["https://files.slack.com/files-pri/T-F/feeds.opml", "https://files.slack-gov.com/files-pri/T-F/feeds.opml"])  # fmt: skip
def test_gov_file_both_of_slacks_file_servers_are_known(url):
    assert is_slack_address(url, FILE_HOSTS, api_url=SLACK)


@pytest.mark.parametrize(
    "url",
    [
        "http://slack.com/files-pri/T-F/feeds.opml",
        "http://files.slack.com/F1",
        "http://files.slack-gov.com/F1",
        "https://files-gov.slack.com/F1",
        "https://slack.com:8443/F1",
        "https://files.slack.com:443/F1",
        "https://bot@files.slack.com/F1",
        "https://@files.slack.com/F1",
        "https://files.slack.com@evil.example/F1",
        "https://files.slack.com\\@evil.example/F1",
        "https://files.slack.com\t.evil.example/F1",
        " https://files.slack.com/F1",
        "https://files\u3002slack.com/F1",
        "//files.slack.com/F1",
        "ftp://files.slack.com/F1",
    ],
)
async def test_a13_the_token_goes_to_slack_alone_and_never_in_the_clear(url):
    async with aiohttp.ClientSession() as session:
        files = SlackFiles(session, token="xoxb-1", api_url=SLACK)
        with pytest.raises(UnreadableFileError):
            await files.read(shared(url))


async def test_a13_another_port_of_the_playgrounds_machine_gets_no_token(shelf):
    shelf.files = SlackFiles(shelf.files._session, token="xoxb-1", api_url="http://127.0.0.1:9/api/")

    with pytest.raises(UnreadableFileError):
        await shelf.files.read(shared(shelf.url))
    assert shelf.tokens == []


async def test_a_file_larger_than_any_list_is_refused(shelf):
    shelf.answer = web.Response(body=b"x" * (MAX_BYTES + 1), content_type="text/plain")

    with pytest.raises(TooLargeError):
        await shelf.files.read(shared(shelf.url))


async def test_a_server_that_is_away_is_slacks_error():
    async with aiohttp.ClientSession() as session:
        files = SlackFiles(session, token="xoxb-1", api_url="http://127.0.0.1:9/api/")
        with pytest.raises(SlackError):
            await files.read(shared("http://127.0.0.1:9/F1"))

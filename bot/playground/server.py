"""Starts and stops the playground: one port for the Web API, Socket Mode, the control API, the page and the Gazette."""

import errno
import socket
from collections.abc import Callable
from ipaddress import ip_address

from aiohttp import web

from bot.clock import Clock
from bot.errors import ConfigError
from bot.playground.connection.http_mode import HttpMode
from bot.playground.connection.socket_mode import SocketMode
from bot.playground.connection.transport import RETRY_DELAYS_S, Delivery
from bot.playground.control.control_api import Control
from bot.playground.control.inspection_api import InspectionApi
from bot.playground.gazette.articles import Gazette, load_articles
from bot.playground.gazette.routes import GazetteRoutes
from bot.playground.guard import guard
from bot.playground.installation import Installation
from bot.playground.local_slack import LocalSlack
from bot.playground.methods.responses import Responses
from bot.playground.methods.web_api import WebApi
from bot.playground.page.routes import register_page
from bot.playground.shifted_clock import ShiftedClock
from bot.playground.workspace import BOT_NAME, READER

DEFAULT_PORT = 8642
GREETING_CHANNEL = "news"
MAX_BODY_BYTES = 16 * 1024 * 1024  # a file of files.MAX_FILE bytes, as base64


class PlaygroundServer:
    """A local Slack. It binds loopback only.

    Args:
        port: 0 uses any free one.
        clock: the current time, for messages, rate limits and lifetimes.
        host: a loopback address.
        greet: ask the bot for a first digest once it has connected, so that a new user sees a thread at once.
        retry_delays_s: how long an event may stay unacknowledged, per attempt.
        events_url: if given, payloads are POSTed there, signed, instead of going through Socket Mode.
        signing_secret: signs those payloads.
        installation: the app's scopes, subscriptions, commands and shortcuts; those of the manifest if it is missing.

    Attributes:
        slack: the local Slack, for tests that need details; available once started.

    Eight arguments, all settings but the clock.
    """

    def __init__(
        self,
        *,
        port: int,
        clock: Clock,
        host: str = "127.0.0.1",
        greet: bool = True,
        retry_delays_s: tuple[float, ...] = RETRY_DELAYS_S,
        events_url: str = "",
        signing_secret: str = "",
        installation: Installation | None = None,
    ) -> None:
        self._host = host
        self._port = port
        self._clock = ShiftedClock(clock)
        self._greet = greet
        self._retry_delays_s = retry_delays_s
        self._events_url = events_url
        self._signing_secret = signing_secret
        self._installation = installation or Installation()
        self._runner: web.AppRunner | None = None
        self.slack: LocalSlack
        self.gazette: Gazette

    @property
    def url(self) -> str:
        """The page's address, with a slash at its end."""
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{self._port}/"

    @property
    def api_url(self) -> str:
        """The `base_url` for a Slack client, with a slash at its end."""
        return f"{self.url}api/"

    async def start(self) -> None:
        """Listen.

        Raises:
            ConfigError: the port is taken, or the host is not a loopback address.
        """
        listener = self._bind()
        self._port = listener.getsockname()[1]
        self.slack = LocalSlack(self._clock, self.url, self._connect, self._installation)
        self.gazette = Gazette(self.url, self._clock.now(), load_articles())
        if self._greet:
            self.slack.on_connect.append(self._ask_first)
        self._runner = web.AppRunner(self._application(), access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.SockSite(self._runner, listener).start()

    async def stop(self) -> None:
        """Close every connection and stop listening; does nothing if not started."""
        if self._runner is None:
            return
        runner, self._runner = self._runner, None
        self.slack.closing = True
        await self.slack.delivery.stop()
        await runner.cleanup()

    def _bind(self) -> socket.socket:
        if not ip_address(self._host).is_loopback:
            raise ConfigError("The playground has no passwords: it listens on a loopback address only.")
        family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
        try:
            return socket.create_server((self._host, self._port), family=family)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise ConfigError(
                    f"NUTGRAF_PLAYGROUND_PORT: port {self._port} is in use; stop what uses it, or choose another"
                    " number (0 takes any free port)"
                ) from error
            raise ConfigError(f"NUTGRAF_PLAYGROUND_PORT: cannot listen on port {self._port}: {error}") from error

    def _connect(self, on_connect: Callable[[], None]) -> Delivery:
        if self._events_url:
            return HttpMode(self._events_url, self._signing_secret, self._clock, self._retry_delays_s)
        return SocketMode(self._clock, on_connect, self._retry_delays_s)

    def _ask_first(self) -> None:
        """Post the first mention, by the new user, once."""
        self.slack.on_connect.remove(self._ask_first)
        channel = self.slack.workspace.find_channel(GREETING_CHANNEL)
        if channel is not None and self.gazette.articles:
            link = self.gazette.link(self.gazette.articles[0])
            self.slack.person_says(channel, self.slack.workspace.users[READER], f"@{BOT_NAME} {link}")

    def _application(self) -> web.Application:
        app = web.Application(middlewares=[guard], client_max_size=MAX_BODY_BYTES)
        api, responses, control = WebApi(self.slack), Responses(self.slack), Control(self.slack, self.gazette)
        looks = InspectionApi(self.slack, self.gazette)
        app.router.add_get("/healthz", _healthz)
        app.router.add_route("*", "/api/{method}", api.handle)
        app.router.add_post("/response/{key}", responses.handle)
        app.router.add_get("/files/{id}", self.slack.files.serve)
        if isinstance(self.slack.delivery, SocketMode):
            app.router.add_get("/socket/{ticket}", self.slack.delivery.serve)
        for name in InspectionApi.NAMES:
            app.router.add_get(f"/playground/{name}", getattr(looks, name))
        app.router.add_post("/playground/{button}", control.press)
        gazette = GazetteRoutes(self.gazette)
        gazette.register(app)
        register_page(app)
        app.on_shutdown.append(gazette.close)
        return app


async def _healthz(_: web.Request) -> web.Response:
    return web.json_response({"ok": True})

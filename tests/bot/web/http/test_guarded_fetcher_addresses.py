"""Which addresses, proxies and certificates a page is fetched through: resolvers, sockets, and the table of attacks."""

import asyncio
import os
import shutil
import socket
import ssl
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from bot.errors import BlockedAddressError, ConfigError, TimedOutError, UnreachableError
from bot.web.http.guarded_fetcher import GuardedFetcher
from tests.bot.web.conftest import STORY, Site, http


def answer(*addresses: str) -> Any:
    """A look-up that always gives these addresses."""

    def look_up(_: str, port: int, **__: object) -> list[tuple[object, ...]]:
        return [
            (socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))
            for address in addresses
        ]

    return look_up


async def test_name_with_private_addresses_only_is_refused() -> None:
    async with GuardedFetcher(look_up=answer("10.0.0.1", "::1")) as fetcher:
        with pytest.raises(BlockedAddressError):
            await fetcher.fetch("http://news.example/")


async def test_socket_is_refused_even_when_the_resolver_is_fooled(site: Site) -> None:
    # An address that passes no check of ours but the last: the connector is given it directly.
    async with GuardedFetcher(allowed_origins=site.origins) as fetcher:
        session = fetcher._session
        assert session is not None
        for url in ("http://127.0.0.1:1/", "http://[::1]:1/", "http://169.254.169.254/"):
            with pytest.raises(OSError, match="not public"):
                await session.get(url)


async def test_hanging_resolver_does_not_outlive_the_deadline() -> None:
    let_go = threading.Event()

    def hang(*_: object, **__: object) -> list[object]:
        let_go.wait()
        return []

    try:
        async with asyncio.timeout(30), GuardedFetcher(look_up=hang, total_timeout_s=0.2) as fetcher:
            with pytest.raises(TimedOutError):
                await fetcher.fetch("http://news.example/")
    finally:
        let_go.set()  # the fetcher is closed by now, and has not waited for the resolver


def test_hanging_resolver_does_not_keep_the_process_from_ending() -> None:
    code = (
        "import asyncio, socket, time\n"
        "socket.getaddrinfo = lambda *a, **k: time.sleep(60)\n"
        "from bot.errors import TimedOutError\n"
        "from bot.web.http.guarded_fetcher import GuardedFetcher\n"
        "async def main():\n"
        "    async with GuardedFetcher(total_timeout_s=0.2) as fetcher:\n"
        "        try: await fetcher.fetch('http://news.example/')\n"
        "        except TimedOutError: print('it timed out')\n"
        "asyncio.run(main())\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=20, check=True)
    assert done.stdout.splitlines()[-1] == "it timed out"


@pytest.fixture
def self_signed(tmp_path: Path) -> ssl.SSLContext:
    """A server's side of TLS with a certificate of its own making."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("makes a certificate with openssl")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    where = ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run(
        [openssl, "req", "-x509", *curve, "-days", "2", "-subj", "/CN=127.0.0.1", *where],
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


async def serve_proxy(requests: list[str]) -> asyncio.Server:
    """A proxy that answers every plain request itself."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        requests.append((await reader.readuntil(b"\r\n\r\n")).decode())
        writer.write(http(STORY))
        await writer.drain()
        writer.close()

    return await asyncio.start_server(serve, "127.0.0.1", 0)


async def test_egress_proxy_is_asked_only_for_what_we_may_open() -> None:
    requests: list[str] = []
    server = await serve_proxy(requests)
    proxy = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server:
        async with GuardedFetcher(proxy=proxy, look_up=answer("93.184.215.14")) as fetcher:
            assert (await fetcher.fetch("http://news.example/a")).body == STORY.encode()
            for url in ("http://10.0.0.1/", "http://wiki.corp/", "http://localhost/"):
                with pytest.raises(BlockedAddressError):
                    await fetcher.fetch(url)
        # One private address is enough: the proxy would resolve again, and choose.
        async with GuardedFetcher(proxy=proxy, look_up=answer("93.184.215.14", "10.0.0.1")) as fetcher:
            with pytest.raises(BlockedAddressError):
                await fetcher.fetch("http://news.example/b")
    assert [request.splitlines()[0] for request in requests] == ["GET http://news.example/a HTTP/1.1"]


@pytest.mark.parametrize("proxy", ["proxy.example", "socks5://proxy.example:1080"])
async def test_proxy_setting_that_is_no_address_is_a_config_error(proxy: str) -> None:
    with pytest.raises(ConfigError):
        async with GuardedFetcher(proxy=proxy):
            pass


@pytest.mark.parametrize("origin", ["http://news.example:8642", "http://127.0.0.1:8642/", "http://10.0.0.1:80"])
def test_only_this_machine_can_be_an_allowed_origin(origin: str) -> None:
    with pytest.raises(ConfigError):
        GuardedFetcher(allowed_origins=frozenset({origin}))


async def test_localhost_can_be_an_allowed_origin(site: Site) -> None:
    site.answers["/story"] = http(STORY)
    origin = site.origin.replace("127.0.0.1", "localhost")
    async with GuardedFetcher(allowed_origins=frozenset({origin})) as fetcher:
        assert (await fetcher.fetch(f"{origin}/story")).status == 200
        with pytest.raises(BlockedAddressError):
            await fetcher.fetch(f"{site.origin}/story")


async def test_certificate_nobody_vouches_for_is_refused(self_signed: ssl.SSLContext) -> None:
    server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0, ssl=self_signed)
    origin = f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server, GuardedFetcher(allowed_origins=frozenset({origin})) as fetcher:
        with pytest.raises(UnreachableError, match="Certificate"):
            await fetcher.fetch(f"{origin}/")


@pytest.mark.shared
def test_every_attack_of_the_table_is_blocked_and_every_control_reached(shared: Path) -> None:
    runner = Path(__file__).with_name("run_ssrf_table.py")
    environment = {"PATH": os.defpath, "PYTHONPATH": str(Path(__file__).parents[4])}
    done = subprocess.run(
        [sys.executable, str(runner), str(shared / "security")],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=environment,
    )
    assert done.stdout.strip() == "216/216", done.stdout + done.stderr

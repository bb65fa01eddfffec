"""The last check: every socket's final address, whatever led to it (a literal, a look-up, a redirect)."""

import errno
import socket
from collections.abc import Callable
from ipaddress import ip_address
from typing import Any

from bot.errors import ConfigError
from bot.web.guard.address_policy import is_public, refusal
from bot.web.urls import DEFAULT_PORTS, parse_link

AddressInfo = tuple[Any, Any, int, str, tuple[Any, ...]]
"""The result of `socket.getaddrinfo`: family, type, protocol, canonical name, address."""

_LOOPBACK = ("127.0.0.1", "::1")


class ForbiddenSocketError(PermissionError):
    """A socket to an address that may not be opened. An OSError, as aiohttp expects of sockets; never shown."""


def public_sockets(exempt: frozenset[tuple[str, int]] = frozenset()) -> Callable[[AddressInfo], socket.socket]:
    """Return a socket factory for aiohttp's connector that opens sockets to public addresses only.

    Args:
        exempt: (address, port) pairs that are allowed although they are not public.
    """

    def open_socket(info: AddressInfo) -> socket.socket:
        family, kind, protocol, _, address = info
        host, port = str(address[0]), int(address[1])
        if not is_public(host) and (host, port) not in exempt:
            raise ForbiddenSocketError(errno.EACCES, str(refusal("socket to an address that is not public", host)))
        return socket.socket(family, kind, protocol)

    return open_socket


def exempt_hosts(origins: frozenset[str]) -> frozenset[tuple[str, int]]:
    """Return the (host, port) pairs of allowed origins.

    Raises:
        ConfigError: an origin that is not on this machine, or not an origin.
    """
    pairs = set()
    for origin in origins:
        link = parse_link(origin)
        if link.origin != origin or not _is_loopback(link.host):
            raise ConfigError(f"allowed origin {origin!r}: give scheme, loopback address and port, nothing else")
        pairs.add((link.host, link.port or DEFAULT_PORTS[link.scheme]))
    return frozenset(pairs)


def exempt_addresses(origins: frozenset[str]) -> frozenset[tuple[str, int]]:
    """Return the (address, port) pairs of allowed origins."""
    return frozenset(
        (address, port)
        for host, port in exempt_hosts(origins)
        for address in (_LOOPBACK if host == "localhost" else (host,))
    )


def _is_loopback(host: str) -> bool:
    """Return whether a host is this machine, by its spelling."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"

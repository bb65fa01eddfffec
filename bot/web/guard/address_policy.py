"""Which links and addresses may be opened: public web pages and nothing else.

Two tables must both allow it: ours, which denies by default, and ssrfguard's, transcribed from IANA's registries.
Names are checked before they are looked up; addresses are checked again on every socket (`bot.web.guard.socket_guard`).

One wording for all refusals: people learn that the address may not be opened, the log learns the rule.

Sources: IANA special-purpose address registries; RFC 6890, 6761, 8215; OWASP SSRF prevention cheat sheet.
"""

import ipaddress
import re

import ssrfguard
import structlog

from bot.errors import BlockedAddressError, InvalidLinkError
from bot.web.urls import Link, parse_link

log = structlog.get_logger()

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

_DENIED_V4 = tuple(
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # carrier-grade NAT, also some clouds' metadata
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # Azure's WireServer, inside public space
        "169.254.0.0/16",  # link-local, cloud metadata
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
)

_GLOBAL_V6 = ipaddress.ip_network("2000::/3")
"""The only IPv6 space assigned to the public internet. All else is denied, so that no list can be incomplete:
mapped and translated IPv4 (::/96, ::ffff:0:0/96, ::ffff:0:0:0/96, 64:ff9b::/96, 64:ff9b:1::/48), 5f00::/16, fe80::."""

_DENIED_V6 = tuple(
    ipaddress.ip_network(network)
    for network in (
        "2001::/23",  # protocol assignments: Teredo, benchmarks, ORCHID, 2001:20::/28
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: an IPv4 address inside
        "2620:4f:8000::/48",  # AS112: answers for private zones
        "3ffe::/16",  # the former 6bone
        "3fff::/20",  # documentation
    )
)

_DENIED_SUFFIXES = frozenset(
    {
        "local",
        "localhost",
        "localdomain",
        "internal",
        "intranet",
        "private",
        "corp",
        "home",
        "lan",
        "onion",
        "i2p",
        "exit",
        "bit",
        "loki",
        "invalid",
        "arpa",
    }
)
"""Last labels that never name a public web page (RFC 6761, 6762, 7686, 8375; ICANN's .internal; .home, .corp)."""

_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
"""Underscores are not in the host grammar but are used."""

_SUSPICIOUS = re.compile(r"[\x00-\x20\x7f-\xa0\\]")
"""Control characters, spaces and backslashes: parsers disagree about them, so links with one are rejected."""

PORTS = frozenset({80, 443})


def is_public(address: str | IPAddress) -> bool:
    """Return whether both tables call an address public; False for an invalid address."""
    try:
        parsed = _parse_address(address)
    except ValueError:
        return False
    return _is_public_to_us(parsed) and _is_public_to_ssrfguard(parsed)


def check_link(url: str, *, ports: frozenset[int] = PORTS, allowed_origins: frozenset[str] = frozenset()) -> Link:
    """Return the parsed link, if everything that can be checked without a look-up is allowed.

    Args:
        url: from a person or a redirect.
        ports: the allowed ports.
        allowed_origins: exact origins ("http://127.0.0.1:8642") that are exempt, for the playground and for tests.

    Raises:
        InvalidLinkError: not an http(s) link at all.
        BlockedAddressError: a link that may not be opened.
    """
    if _SUSPICIOUS.search(url):
        raise InvalidLinkError(f"{url[:200]!r} has a control character, a blank or a backslash")
    link = parse_link(url)
    if link.scheme not in {"http", "https"}:
        raise InvalidLinkError(f"scheme {link.scheme!r}")
    if link.origin in allowed_origins and not link.has_userinfo:
        return link
    rule = _broken_rule(url, link, ports)
    if rule is not None:
        raise refusal(rule, link.host)
    return link


def refusal(rule: str, host: str) -> BlockedAddressError:
    """Return the error to raise; the rule is only logged."""
    log.warning("address refused", rule=rule, host=host[:253])
    return BlockedAddressError(f"{rule}: {host[:253]}")


def _broken_rule(url: str, link: Link, ports: frozenset[int]) -> str | None:
    """Return the first rule that a link violates."""
    authority = re.split(r"[/?#]", url.partition("//")[2], maxsplit=1)[0]
    if link.has_userinfo or "@" in authority:
        return "userinfo before the host"
    if "%" in authority:
        return "percent-encoded host"
    if link.port not in ports:
        return f"port {link.port}"
    return _broken_host_rule(link.host)


def _broken_host_rule(host: str) -> str | None:
    """Return the first rule that a host violates, from its spelling alone."""
    try:
        address = _parse_address(host)
    except ValueError:
        return _broken_name_rule(host)
    return None if is_public(address) else "address is not public"


def _broken_name_rule(host: str) -> str | None:
    """Return the first rule that a host name violates."""
    name = host.removesuffix(".").lower()
    labels = name.split(".")
    if len(name) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        return "not a host name"
    if len(labels) == 1:
        return "single label"
    if labels[-1] in _DENIED_SUFFIXES:
        return f"name under .{labels[-1]}"
    if labels[-1].isdigit():
        return "numeric last label"
    return None


def _parse_address(address: str | IPAddress) -> IPAddress:
    """Return the address; a zone ("%eth0") is dropped, as only non-public addresses have one."""
    return ipaddress.ip_address(address.split("%", 1)[0]) if isinstance(address, str) else address


def _is_public_to_us(address: IPAddress) -> bool:
    """Check our own table."""
    if isinstance(address, ipaddress.IPv4Address):
        return not any(address in network for network in _DENIED_V4)
    return address in _GLOBAL_V6 and not any(address in network for network in _DENIED_V6)


def _is_public_to_ssrfguard(address: IPAddress) -> bool:
    """Check ssrfguard's table."""
    return not ssrfguard.DEFAULT_DENIED.classify(address).blocked

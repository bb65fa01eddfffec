"""Which links and addresses may be opened."""

import ipaddress

import pytest
import structlog
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import BlockedAddressError, InvalidLinkError
from bot.web.guard.address_policy import check_link, is_public


def _words(text: str) -> list[str]:
    return text.split()


PRIVATE = _words("""
0.0.0.0 10.1.2.3 100.64.0.1 127.0.0.1 168.63.129.16 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.192 192.0.2.1
192.88.99.1 192.168.0.1 198.18.0.1 198.51.100.7 203.0.113.9 224.0.0.1 240.0.0.1 255.255.255.255
:: ::1 ::7f00:1 ::ffff:8.8.8.8 ::ffff:0:8.8.8.8 64:ff9b::8.8.8.8 64:ff9b:1::1 100::1 2001::1 2001:20::1 2001:db8::1 2002:808:808::1
3fff::1 5f00::1 fc00::1 fd00:ec2::254 fe80::1 fe80::1%eth0 fec0::1 ff02::1 4000::1 1000::1
""")
PUBLIC = _words("""
1.1.1.1 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0 168.63.129.15 168.63.129.17 169.253.255.255
172.15.255.255 172.32.0.0 192.0.1.0 198.17.255.255 198.20.0.0 223.255.255.255 2606:4700::1111 2001:4860:4860::8888 2a00:1450::1
""")


@pytest.mark.parametrize("address", PRIVATE)
def test_address_that_is_not_public_is_refused(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_address_next_to_a_refused_block_is_allowed(address: str) -> None:
    assert is_public(address)


def test_what_is_no_address_is_not_public() -> None:
    assert not is_public("news.example")


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost/",
        "http://LOCALHOST./",
        "http://wiki/",
        "http://wiki.corp/",
        "http://printer.local/",
        "http://metadata.google.internal/",
        "http://hidden.onion/",
        "http://x.i2p/",
        "http://a.localhost/",
        "http://1.0.0.127.in-addr.arpa/",
        "http://user@news.example/",
        "http://@news.example/",
        "http://user:pw@news.example/",
        "http://news.example:8080/",
        "http://news.example:22/",
        "http://%6eews.example/",
        "http://a..news.example/",
        "http://-news.example/",
        f"http://{'a' * 64}.example/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://[::ffff:127.0.0.1]/",
        "http://①②⑦.0.0.1/",
    ],
)
def test_link_that_leads_inside_is_refused(url: str) -> None:
    with pytest.raises(BlockedAddressError):
        check_link(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "news",
        "mailto:desk@news.example",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "ftp://news.example/",
        "http:\\\\news.example/",
        "http://news.example/a b",
        " http://news.example/",
        "http://news.example/\n",
        "http://news.example/\ud800",
        "http://[::1",
        "http://news.example/" + "a" * 5000,
    ],
)
def test_what_is_no_link_is_refused(url: str) -> None:
    with pytest.raises(InvalidLinkError):
        check_link(url)


@pytest.mark.parametrize(
    ("url", "href"),
    [
        ("HTTP://News.Example", "http://news.example/"),
        ("https://news.example:443/x#top", "https://news.example/x"),
        ("http://a_b.news.example/", "http://a_b.news.example/"),
        ("http://news.example./", "http://news.example./"),
        ("http://bücher.example/ü?ü", "http://xn--bcher-kva.example/%C3%BC?%C3%BC"),
        ("http://[2606:4700::1111]/", "http://[2606:4700::1111]/"),
        ("http://news.example/?u=http://127.0.0.1/", "http://news.example/?u=http://127.0.0.1/"),
        ("http://news.example:443/", "http://news.example:443/"),
    ],
)
def test_public_link_is_allowed(url: str, href: str) -> None:
    assert check_link(url).href == href


def test_allowed_origin_is_exact() -> None:
    allowed = frozenset({"http://127.0.0.1:8642"})
    assert check_link("http://127.0.0.1:8642/story", allowed_origins=allowed).port == 8642
    for other in (
        "http://127.0.0.1:8643/",
        "https://127.0.0.1:8642/",
        "http://127.0.0.2:8642/",
        "http://u@127.0.0.1:8642/",
    ):
        with pytest.raises(BlockedAddressError):
            check_link(other, allowed_origins=allowed)


def test_every_refusal_says_the_same_and_only_the_log_knows_the_rule() -> None:
    said, rules = set(), set()
    for url in ("http://10.0.0.1/", "http://wiki.corp/", "http://news.example:22/", "http://u@news.example/"):
        with structlog.testing.capture_logs() as lines, pytest.raises(BlockedAddressError) as caught:
            check_link(url)
        said.add((caught.value.message, caught.value.advice))
        rules.add(lines[0]["rule"])
    assert len(said) == 1
    assert len(rules) == 4
    assert not any(character.isdigit() for message, advice in said for character in message + advice)


def spellings(address: ipaddress.IPv4Address) -> st.SearchStrategy[str]:
    """The ways a browser understands an IPv4 address: hex, octal, fewer parts, full-width digits, a dot at the end."""
    number = int(address)
    parts = [number >> 24, number >> 16 & 255, number >> 8 & 255, number & 255]

    def written(value: int, base: str) -> str:
        return {"hex": f"0x{value:x}", "HEX": f"0X{value:X}", "octal": f"0{value:o}", "decimal": str(value)}[base]

    base = st.sampled_from(["hex", "HEX", "octal", "decimal"])
    tails = {1: number, 2: number & 0xFFFFFF, 3: number & 0xFFFF, 4: parts[3]}

    def join(count: int, bases: list[str], end: str, wide: bool) -> str:
        values = [*parts[: count - 1], tails[count]]
        text = ".".join(written(value, name) for value, name in zip(values, bases, strict=False)) + end
        return text.translate({ord(str(digit)): 0xFF10 + digit for digit in range(10)}) if wide else text

    return st.builds(
        join,
        st.integers(1, 4),
        st.lists(base, min_size=4, max_size=4),
        st.sampled_from(["", "."]),
        st.booleans(),
    )


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_every_spelling_of_an_address_is_judged_as_the_address(data: st.DataObject) -> None:
    near = st.sampled_from([ipaddress.IPv4Address(text) for text in (*PRIVATE, *PUBLIC) if ":" not in text])
    address = data.draw(st.one_of(st.ip_addresses(v=4), near))
    assert isinstance(address, ipaddress.IPv4Address)
    host = data.draw(spellings(address))
    try:
        is_allowed = check_link(f"http://{host}/").host == str(address)
    except BlockedAddressError:
        is_allowed = False
    assert is_allowed == is_public(str(address))


@settings(max_examples=500, deadline=None)
@given(st.one_of(st.ip_addresses(v=4), st.ip_addresses(v=6)))
def test_nothing_the_standard_library_calls_private_is_public(address: ipaddress.IPv4Address) -> None:
    if not address.is_global or address.is_multicast:
        assert not is_public(str(address))


@settings(max_examples=300, deadline=None)
@given(st.ip_addresses(v=4), st.sampled_from(["::ffff:{}", "::{}", "::ffff:0:{}", "64:ff9b::{}", "fe80::5efe:{}"]))
def test_ipv4_inside_ipv6_is_never_public(address: ipaddress.IPv4Address, wrapper: str) -> None:
    assert not is_public(wrapper.format(address))


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_allowed_or_refused_with_an_error_of_ours(text: str) -> None:
    for url in (text, f"http://{text}/", f"https://news.example/{text}"):
        try:
            link = check_link(url)
        except (BlockedAddressError, InvalidLinkError):
            continue
        assert link.scheme in {"http", "https"}
        assert link.href.isascii()
        assert "." in link.host or ":" in link.host

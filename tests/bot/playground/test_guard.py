"""Other websites in the same browser neither read nor press anything."""

import pytest

from bot.playground.guard import is_loopback


@pytest.mark.parametrize(
    ("host", "answer"),
    [
        ("127.0.0.1:8642", True),
        ("localhost", True),
        ("localhost:9", True),
        ("[::1]:8642", True),
        ("127.0.0.1.example.org", False),
        ("example.org:8642", False),
        ("", False),
        ("10.0.0.1", False),
    ],
)
def test_only_loopback_names_count(host, answer):
    assert is_loopback(host) is answer


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Host": "evil.example"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
    ],
)
async def test_a_foreign_page_is_refused(driver, headers, status):
    body = {"channel": "news", "text": "x"}
    async with driver.session.post(f"{driver.server.url}playground/say", json=body, headers=headers) as response:
        assert response.status == status
    async with driver.session.get(f"{driver.server.url}playground/state", headers=headers) as response:
        assert response.status == status


async def test_our_own_page_may(driver):
    headers = {"Origin": driver.server.url.rstrip("/")}
    async with driver.session.post(f"{driver.server.url}playground/home", json={}, headers=headers) as response:
        assert response.status == 200


async def test_the_page_allows_no_foreign_script(driver):
    async with driver.session.get(driver.server.url) as response:
        policy = response.headers["Content-Security-Policy"]
        text = await response.text()
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "<script>" not in text
    assert "style=" not in text
    assert "http://" not in text
    assert "https://" not in text


async def test_only_the_pages_own_files_are_served(driver):
    for path, status in (
        ("page/page.js", 200),
        ("page/page.css", 200),
        ("page/routes.py", 404),
        ("page/..%2Fserver.py", 404),
    ):
        async with driver.session.get(f"{driver.server.url}{path}") as response:
            assert response.status == status, path

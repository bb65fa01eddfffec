"""Who published a link, and what a feed's title calls it."""

import pytest

from bot.newsroom.feeds.publishers import clean_name, find_site, is_name_of, is_shared, names_site, shared_start


@pytest.mark.parametrize(
    ("title", "site", "name"),
    [
        ("Gazette - World", "gazette.example", "Gazette"),
        ("Gazette > World", "gazette.example", "Gazette"),
        ("Gazette » Politics", "gazette.example", "Gazette"),
        ("World news | The Gazette", "gazette.example", "The Gazette"),
        ("Gazette: Business & Economy", "gazette.example", "Gazette"),
        ("Gazette Sport", "gazette.example", "Gazette Sport"),
        ("HGZ > Top stories", "hgzette.example", "HGZ"),
        ("Top stories - Harbor Herald", "hh.example", "Harbor Herald"),
        ("Harbor Gazette RSS Feed", "gazette.example", "Harbor Gazette"),
        ("“Quay Times”", "quay.example", "Quay Times"),
        ("quaytimes.example - all the news of the coast", "quaytimes.example", "quaytimes.example"),
        ("Kaiblatt.de | Nachrichten aus der Region", "kaiblatt.de", "Kaiblatt.de"),
        ("Gazette – Breaking News, World News and Video from Gazette", "gazette.example", "Gazette"),
        ("Politics", "gazette.example", "Politics"),
        ("Notes - on tides - and ropes", "orm.example", "Notes - on tides - and ropes"),
        ("RSS", "gazette.example", ""),
        ("", "gazette.example", ""),
    ],
)
def test_the_name_of_a_paper_is_told_from_its_sections(title: str, site: str, name: str) -> None:
    assert clean_name(title, site) == name


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://news.gazette.co.uk/a", "gazette.co.uk"),
        ("https://orm.substack.com/p/a", "orm.substack.com"),
        ("https://www.gazette.example/", "gazette.example"),
        ("http://127.0.0.1:8080/a", "127.0.0.1"),
        ("http://[::1]/", "::1"),
        ("http://[", ""),
        ("no link", ""),
    ],
)
def test_the_site_is_the_registered_domain(url: str, site: str) -> None:
    assert find_site(url) == site


def test_a_name_is_known_in_its_domain() -> None:
    assert names_site("The Quay Times", "quaytimes.example")
    assert names_site("QTM World", "qtm.example")
    assert not names_site("Search Alert", "quaytimes.example")
    assert not names_site("", "quaytimes.example")
    assert not names_site("Quay Times", "")


def test_only_the_name_itself_is_the_name_of_a_site() -> None:
    assert is_name_of("Quay Times Online", "quaytimes.example")
    assert is_name_of("QUAY", "quaytimes.example")
    assert is_name_of("quaytimes.example", "quaytimes.example")
    assert not is_name_of("Storm at the quay", "quay.example")
    assert not is_name_of("Google", "google.com")


def test_many_publish_on_portals_and_on_this_machine() -> None:
    assert is_shared("google.com")
    assert is_shared("127.0.0.1")
    assert is_shared("localhost")
    assert not is_shared("gazette.example")


def test_names_share_the_words_they_begin_with() -> None:
    assert shared_start(["QBC News", "QBC Sport"]) == "QBC"
    assert shared_start(["The Quay", "The Mole"]) == ""
    assert shared_start(["Quay", "Mole"]) == ""

"""Which items are of one outlet, and what it is called."""

from dataclasses import replace

from bot.newsroom.editions.model import StoryCandidate
from bot.newsroom.editions.outlets import credit_items, name_by_page, rename_outlets
from bot.newsroom.editions.story_selection import select_stories
from bot.newsroom.feeds.model import Item
from tests.bot.newsroom.sample_items import NOON, item, subscribe


def item_of(feed: str, url: str, outlet: str | None) -> Item:
    return replace(item(url, "Pier reopens", feed_url=f"https://{feed}", url=f"https://{url}"), outlet=outlet)


def outlets(*items: Item) -> list[str | None]:
    return [one.outlet for one in credit_items(items)]


def test_section_feeds_of_one_paper_are_one_outlet() -> None:
    world = item_of("gazette.example/w.xml", "gazette.example/1", "Gazette > World")
    politics = item_of("gazette.example/p.xml", "gazette.example/2", "Gazette - Politics")
    assert outlets(world, politics) == ["Gazette", "Gazette"]


def test_sections_with_names_of_their_own_share_what_they_begin_with() -> None:
    news = item_of("feeds.qbc.co.uk/n", "www.qbc.co.uk/1", "QBC News - World")
    sport = item_of("feeds.qbc.co.uk/s", "www.qbc.co.uk/2", "QBC Sport")
    assert outlets(news, sport) == ["QBC", "QBC"]
    assert outlets(news) == ["QBC News"]


def test_sections_that_share_no_word_are_called_by_their_domain() -> None:
    world = item_of("gazette.example/w.xml", "gazette.example/1", "World affairs")
    sport = item_of("gazette.example/s.xml", "gazette.example/2", "Games")
    assert outlets(world, sport) == ["gazette.example", "gazette.example"]


def test_a_search_feed_that_an_earlier_version_stored_is_the_publisher_of_none() -> None:
    sites = ("quay.example", "mole.example")
    found = [item_of("alerts.example/1", f"{site}/1", "Search Alert - Orlo") for site in sites]
    assert outlets(*found) == ["quay.example", "mole.example"]


def test_a_feed_elsewhere_that_names_the_publisher_is_believed() -> None:
    assert outlets(item_of("f.example/1", "quay.example/1", "Quay Times")) == ["Quay Times"]


def test_a_paper_is_one_outlet_whether_its_own_feed_or_a_search_has_it() -> None:
    own = item_of("quaytimes.example/rss", "quaytimes.example/1", "Quay Times - News")
    found = item_of("alerts.example/1", "www.quaytimes.example/2", "quaytimes.example")
    by_google = item_of("news.google.com/rss", "news.google.com/rss/articles/CBM", "Quay Times")
    assert outlets(own, found, by_google) == ["Quay Times", "Quay Times", "Quay Times"]


def test_a_portal_has_as_many_outlets_as_it_names() -> None:
    one = item_of("news.google.com/rss", "news.google.com/rss/articles/A", "Quay Times")
    two = item_of("news.google.com/rss", "news.google.com/rss/articles/B", "Gazette")
    assert outlets(one, two) == ["Quay Times", "Gazette"]


def test_papers_on_one_machine_are_told_apart_by_their_names() -> None:
    one = item_of("127.0.0.1:1/a.xml", "127.0.0.1:1/a/1", "Quay Times")
    two = item_of("127.0.0.1:1/b.xml", "127.0.0.1:1/b/1", "Gazette")
    assert outlets(one, two) == ["Quay Times", "Gazette"]


def test_a_story_of_three_sections_ranks_under_one_of_two_papers() -> None:
    fire = "A fire in a warehouse at Port Sarn killed nine people on Thursday night"
    told = [
        item("g1", "Warehouse fire in Port Sarn kills nine", f"{fire}, the fire brigade said.", outlet="Gazette"),
        item("g2", "Port Sarn warehouse fire: mayor Ilse Brandt faces questions", f"Mayor Ilse Brandt was asked why. {fire}.", outlet="Gazette"),
        item("g3", "Insurer Orlo counts cost of Port Sarn warehouse fire", f"The insurer Orlo expects claims of 40 million crowns. {fire}.", outlet="Gazette"),
        item("q1", "Central bank of Valdoria cuts key rate", "The central bank of Valdoria cut its key rate by 25 basis points to 2.5 percent.", outlet="Quay"),
        item("l1", "Valdoria central bank cuts rate", "Valdoria’s central bank cut its key rate to 2.5 percent on Friday, by 25 basis points.", outlet="Mole"),
    ]  # fmt: skip
    told[1:3] = [replace(one, outlet=f"Gazette > {one.key}") for one in told[1:3]]
    bank, warehouse = select_stories(subscribe(), told, (), (), NOON).candidates
    assert sorted(bank.outlets) == ["Mole", "Quay"]
    assert warehouse.outlets == ("Gazette",)


def test_a_page_names_its_site_where_the_feed_gave_only_the_domain() -> None:
    found = item_of("alerts.example/1", "quaytimes.example/1", "quaytimes.example")
    own = item_of("gazette.example/1", "gazette.example/1", "Gazette")
    assert name_by_page(found, "Quay Times | News") == "Quay Times"
    assert name_by_page(found, "www.quaytimes.example") == "quaytimes.example"
    assert name_by_page(found, None) == "quaytimes.example"
    assert name_by_page(found, "All that happens on the coast, told by people who live there") == "quaytimes.example"
    assert name_by_page(own, "The Harbor Gazette Company") == "Gazette"


def test_a_story_takes_the_names_of_its_pages_and_never_one_name_for_two_outlets() -> None:
    one = item_of("alerts.example/1", "quaytimes.example/1", "quaytimes.example")
    two = item_of("gazette.example/1", "gazette.example/1", "Gazette")
    story = StoryCandidate("Pier", (one, two), ("quaytimes.example", "Gazette"))
    alone = StoryCandidate("Pier", (one,), ("quaytimes.example",), ("told by quaytimes.example alone",))

    named = rename_outlets(story, {"quaytimes.example": "Quay Times"})
    assert named.outlets == ("Quay Times", "Gazette")
    assert [item.outlet for item in named.items] == ["Quay Times", "Gazette"]
    assert rename_outlets(alone, {"quaytimes.example": "Quay Times"}).reasons == ("told by Quay Times alone",)
    assert rename_outlets(story, {"quaytimes.example": "Gazette"}) is story
    assert rename_outlets(story, {"quaytimes.example": "Herald", "Gazette": "Herald"}) is story


def test_a_domain_counts_as_no_name_beside_one() -> None:
    found = item_of("alerts.example/1", "quaytimes.example/2", "quaytimes.example")
    named = item_of("alerts.example/1", "quaytimes.example/1", "Quay Times")
    assert outlets(found, found, named) == ["Quay Times"] * 3

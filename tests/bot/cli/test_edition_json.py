import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.cli.edition_json import read_editions
from bot.newsroom.editions.story_selection import hash_link
from bot.web.urls import article_key

MILL = ("mill", "Mill at Gull Bay reopens", "The mill at Gull Bay opened again, ten years after the fire.")
FERRY = ("ferry", "Ferry strike at Tern Quay ends", "Crews and owners of the ferries agreed on pay after eleven days.")
PORT = ("port", "Sarn harbour dredged before winter", "Two ships took sand out of the harbour mouth this week.")


GALE = ("warnings", "Gale warning for Cape Ness", "Gusts of force nine come in from the west tonight.")
FLOOD = ("warnings", "Flood water closes the Halden road", "The river rose by a metre in one night.")


def write_feed(path: Path, *stories: tuple[str, str, str]) -> None:
    """Write a feed without dates, so that any clock will do; its links lead nowhere: the feed's own words are shown."""
    items = (
        f"<item><title>{title}</title><link>https://courier.example/{key}</link><guid>{title}</guid>"
        f"<description>{words}</description></item>"
        for key, title, words in stories
    )
    path.write_text(f'<rss version="2.0"><channel><title>Courier</title>{"".join(items)}</channel></rss>')


def test_an_edition_is_json_and_the_next_one_does_not_tell_it_again(nutgraf, tmp_path):
    write_feed(tmp_path / "feed.xml", MILL, GALE)
    entries = [json.loads(line) for line in nutgraf("feed", "feed.xml", "--json", cwd=tmp_path).stdout.splitlines()]
    make = ("edition", "--feeds", "feed.xml", "--json")
    first = nutgraf(*make, cwd=tmp_path, NUTGRAF_WORKERS="1")
    (tmp_path / "first.json").write_text(first.stdout)
    ferry = {"id": "k", "url": "https://courier.example/ferry", "headline": FERRY[1], "summary": FERRY[2]}
    older = [{"headline": FERRY[1], "outlets": ["Courier"], "articles": [ferry]}]
    (tmp_path / "older.json").write_text(json.dumps({"made_at": "2026-11-20T09:00:00+00:00", "stories": older}))
    write_feed(tmp_path / "feed.xml", PORT, FLOOD, MILL, GALE, FERRY)

    second = nutgraf(*make, "--after", "first.json", "--after", "older.json", cwd=tmp_path, NUTGRAF_WORKERS="1")

    told = json.loads(first.stdout)
    articles = {story["headline"]: story["articles"] for story in told["stories"]}
    assert articles == {entry["headline"]: [{**entry, "feed": "feed.xml", "kind": "report"}] for entry in entries}
    assert told["outlet"] == "Courier"
    assert all(story["outlets"] == ["Courier"] and story["reasons"] for story in told["stories"])
    assert "told by" not in first.stdout
    assert {story["headline"] for story in json.loads(second.stdout)["stories"]} == {PORT[1], FLOOD[1]}


def test_a_printed_edition_is_remembered_like_a_posted_one(tmp_path):
    (tmp_path / "told.json").write_text(
        '{"made_at": "2026-11-20T09:00:00+00:00", "later": 1, "stories": [{"headline": "Mole breaks", "outlets": ["Gazette"],'
        '"articles": [{"id": "k1", "url": "https://gazette.example/mole", "headline": "Mole breaks", "summary": "It broke."}]}]}'
    )

    told = read_editions([tmp_path / "told.json"], datetime(2026, 11, 30, tzinfo=UTC))

    (record,) = told.records
    (story,) = record.stories
    assert [known.key for known in told.items[""]] == ["k1"]
    assert record.made_at == datetime(2026, 11, 20, 9, tzinfo=UTC)
    assert (story.headline, story.keys, story.outlets) == ("Mole breaks", ("k1",), 1)
    assert story.texts == ("Mole breaks\nIt broke.",)
    assert story.links == (hash_link("https://gazette.example/mole", article_key),)


def test_what_an_edition_only_listed_is_known_and_under_any_address_of_its_feed(tmp_path):
    article = '{"id": "k2", "url": "https://gazette.example/pier", "headline": "Pier reopens", "feed": "https://gazette.example/feed"}'
    (tmp_path / "told.json").write_text(
        f'{{"made_at": "2026-11-20T09:00:00Z", "stories": [], "more": [{{"headline": "Pier", "articles": [{article}]}}]}}'
    )

    told = read_editions([tmp_path / "told.json"], datetime(2026, 11, 30, tzinfo=UTC))

    assert [known.key for known in told.items_of("https://gazette.example/feed")] == ["k2"]
    assert [known.key for known in told.items_of("file:///day-2.xml")] == ["k2"]


def test_an_edition_of_tomorrow_counts_as_made_now(tmp_path):
    (tmp_path / "told.json").write_text('{"made_at": "2026-12-24T09:00:00", "stories": []}')
    now = datetime(2026, 11, 30, tzinfo=UTC)

    assert read_editions([tmp_path / "told.json"], now).since == now


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "I cannot read told.json: No such file or directory."),
        ("", "There is no edition in told.json: Invalid JSON"),
        ('{"stories": []}', "There is no edition in told.json: made_at: Field required."),
        ('{"made_at": "2026-11-20T09:00:00Z", "stories": [1]}', "There is no edition in told.json: stories.0: "),
    ],
)
def test_a_file_that_is_no_edition_is_named(nutgraf, tmp_path, content, said):
    write_feed(tmp_path / "feed.xml", MILL)
    if content is not None:
        (tmp_path / "told.json").write_text(content)

    done = nutgraf("edition", "--feeds", "feed.xml", "--after", "told.json", cwd=tmp_path, NUTGRAF_WORKERS="1")

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"nutgraf: {said}")
    assert "Give a file that `nutgraf edition --json` wrote." in done.stderr

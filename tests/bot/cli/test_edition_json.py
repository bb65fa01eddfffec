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


def write_feed(path: Path, *stories: tuple[str, str, str]) -> None:
    """Write a feed without dates, so that any clock will do; its links lead nowhere: the feed's own words are shown."""
    items = (
        f"<item><title>{title}</title><link>https://courier.example/{key}</link><guid>{key}</guid>"
        f"<description>{words}</description></item>"
        for key, title, words in stories
    )
    path.write_text(f'<rss version="2.0"><channel><title>Courier</title>{"".join(items)}</channel></rss>')


def test_an_edition_is_json_and_the_next_one_does_not_tell_it_again(nutgraf, tmp_path):
    write_feed(tmp_path / "feed.xml", MILL, FERRY)
    first = nutgraf("edition", "--feeds", "feed.xml", "--json", cwd=tmp_path)
    (tmp_path / "first.json").write_text(first.stdout)
    write_feed(tmp_path / "feed.xml", PORT, MILL, FERRY)

    second = nutgraf("edition", "--feeds", "feed.xml", "--json", "--after", "first.json", cwd=tmp_path)
    (tmp_path / "second.json").write_text(second.stdout)
    third = nutgraf(
        "edition", "--feeds", "feed.xml", "--json", "--after", "second.json", "--after", "first.json", cwd=tmp_path
    )

    told = json.loads(first.stdout)
    assert {story["headline"] for story in told["stories"]} == {MILL[1], FERRY[1]}
    assert all(story["outlets"] == ["Courier"] and story["reasons"] for story in told["stories"])
    assert all(story["articles"][0]["summary"] in (MILL[2], FERRY[2]) for story in told["stories"])
    assert [story["headline"] for story in json.loads(second.stdout)["stories"]] == [PORT[1]]
    assert json.loads(third.stdout)["stories"] == []


def test_a_warning_on_a_page_that_was_told_comes_and_the_told_one_does_not(nutgraf, tmp_path):
    page = "<link>https://met.example/warnings</link>"
    gale = f"<item><title>Gale warning for Cape Ness</title>{page}<guid>w-71</guid></item>"
    flood = f"<item><title>Flood water closes the Halden road</title>{page}<guid>w-72</guid></item>"
    (tmp_path / "feed.xml").write_text(f'<rss version="2.0"><channel><title>Met</title>{gale}</channel></rss>')
    first = nutgraf("edition", "--feeds", "feed.xml", "--json", cwd=tmp_path)
    (tmp_path / "first.json").write_text(first.stdout)
    (tmp_path / "feed.xml").write_text(f'<rss version="2.0"><channel><title>Met</title>{flood}{gale}</channel></rss>')

    second = nutgraf("edition", "--feeds", "feed.xml", "--json", "--after", "first.json", cwd=tmp_path)

    assert [story["headline"] for story in json.loads(first.stdout)["stories"]] == ["Gale warning for Cape Ness"]
    assert [story["headline"] for story in json.loads(second.stdout)["stories"]] == [
        "Flood water closes the Halden road"
    ]


def test_an_articles_id_and_fields_are_those_of_the_command_feed(nutgraf, tmp_path):
    write_feed(tmp_path / "feed.xml", MILL)

    entry = json.loads(nutgraf("feed", "feed.xml", "--json", cwd=tmp_path).stdout)
    edition = json.loads(nutgraf("edition", "--feeds", "feed.xml", "--json", cwd=tmp_path).stdout)

    assert edition["stories"][0]["articles"] == [{**entry, "feed": "feed.xml"}]


def test_a_printed_edition_is_remembered_like_a_posted_one(tmp_path):
    (tmp_path / "told.json").write_text(
        '{"made_at": "2026-11-20T09:00:00+00:00", "more": 1, "stories": [{"headline": "Mole breaks", "outlets": ["Gazette"],'
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

    done = nutgraf("edition", "--feeds", "feed.xml", "--after", "told.json", cwd=tmp_path)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"nutgraf: {said}")
    assert "Give a file that `nutgraf edition --json` wrote." in done.stderr

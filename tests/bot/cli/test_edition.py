from dataclasses import replace

from bot.cli.edition import make_edition, print_edition, subscription_of
from bot.config import Settings
from tests.bot.newsroom.news import NOON
from tests.bot.newsroom.test_choosing import ferry, others


async def test_an_edition_is_printed_without_slack_or_database(capsys, tmp_path):
    told = [
        ferry("f1", "Gazette"),
        ferry("f2", "Courier", summary="The ferry strike at Tern Quay is over after eleven days, both sides said."),
    ]
    items = [replace(each, url=f"http://127.0.0.1:9/{each.key}") for each in [*told, *others()]]
    wanted = subscription_of(["https://gazette.example/feed.xml"], max_stories=3, exclude=["regatta"])

    edition = await make_edition(
        Settings(_env_file=None, data_dir=tmp_path, workers=1), items, wanted, now=NOON, same_article=str
    )
    print_edition(edition, why=True)

    printed = capsys.readouterr().out
    assert "3 stories from 5 articles in 2 feeds" in printed
    assert "1. Ferry crews at Tern Quay" in printed
    assert "told by 2 outlets" in printed
    assert "[Gazette, from its feed]" in printed
    assert "+1 more" in printed
    assert "Regatta" not in printed

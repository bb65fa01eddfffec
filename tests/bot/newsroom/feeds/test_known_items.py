"""Which items of a poll were seen before."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.newsroom.feeds.known_items import KnownItem, is_revision, page_of, pick_unseen
from bot.newsroom.feeds.model import Item

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
PAGE = "https://gazette.example/storm"
STORED = KnownItem("k1", PAGE, "Storm nears Sarn", NOON, NOON + HOUR)
SHOWN = Item("k1", "https://gazette.example/feed", PAGE, "Storm nears Sarn", "", "Gazette", NOON, NOON + 9 * HOUR)


def is_known(stored: KnownItem = STORED, **changes: object) -> bool:
    return pick_unseen((replace(SHOWN, **changes),), [stored]) == ()  # type: ignore[arg-type]  # fields by name


def test_an_item_is_known_by_its_key_or_a_former_one() -> None:
    assert is_known()
    assert is_known(title="Storm nears Port Sarn", url="https://gazette.example/elsewhere")
    assert is_known(key="new", former_keys=("k0", "k1"), title="Else", url=PAGE + "2", published_at=None)
    assert not is_known(key="new", former_keys=("k0",), title="Else", url=PAGE + "2", published_at=None)


@pytest.mark.parametrize("url", [PAGE, "http://www.gazette.example/storm/", f"{PAGE}#part"])
def test_an_item_with_another_key_is_known_by_page_and_title(url: str) -> None:
    assert is_known(key="new", url=url, title="STORM  nears Sarn", published_at=None)
    assert not is_known(key="new", url=url, title="Lund road closed", published_at=None)
    assert is_known(key="new", url=url, published_at=NOON + 11 * HOUR)
    assert not is_known(key="new", url=url, published_at=NOON + 13 * HOUR)


def test_places_of_one_page_with_one_title_are_apart() -> None:
    at_place = replace(STORED, url=f"{PAGE}#p1")
    assert is_known(at_place, key="new", url=f"{PAGE}#p1", published_at=None)
    assert not is_known(at_place, key="new", url=f"{PAGE}#p2", published_at=None)


def test_an_item_with_another_key_and_link_is_known_by_title_and_date() -> None:
    url = "https://mail.gazette.example/storms"
    assert is_known(key="new", url=url)
    assert not is_known(key="new", url=url, published_at=NOON + HOUR)
    assert not is_known(replace(STORED, published_at=None), key="new", url=url, published_at=None)


def test_a_front_page_is_no_identity() -> None:
    front = "https://gazette.example/"
    assert page_of(front) == page_of("http://www.gazette.example#x") == ""
    assert not is_known(replace(STORED, url=front), key="new", url=front, published_at=None)


def test_a_new_headline_and_a_date_since_then_make_a_revision_once() -> None:
    later = replace(SHOWN, title="Storm at Sarn: two dead", published_at=NOON + 5 * HOUR)
    (revision,) = pick_unseen((later,), [STORED])

    assert revision == replace(later, key="k1@20261124170000")
    assert is_revision(revision.key)
    assert not is_revision(later.key)
    seen = replace(STORED, key=revision.key, title=later.title, published_at=later.published_at)
    assert pick_unseen((later,), [STORED, seen]) == ()


@pytest.mark.parametrize(
    ("title", "published_at"),
    [
        ("Storm nears Port Sarn", NOON),
        ("Storm nears Sarn", NOON + 5 * HOUR),
        ("Storm nears Port Sarn", None),
        ("Storm nears Port Sarn", NOON - HOUR),
    ],
)
def test_an_edit_is_no_revision(title: str, published_at: datetime | None) -> None:
    assert is_known(title=title, published_at=published_at)


def test_a_headline_that_goes_to_and_fro_is_no_revision() -> None:
    revised = replace(STORED, key="k1@20261124140000", title="Storm: ferries stop", published_at=NOON + 2 * HOUR)
    back = replace(SHOWN, published_at=NOON + 4 * HOUR)
    stored_as_first = replace(STORED, key="k1", title="Storm: ferries stop", published_at=NOON)
    told = replace(STORED, key="k2")
    assert pick_unseen((back,), [STORED, revised]) == ()
    assert pick_unseen((back,), [stored_as_first, told]) == ()
    assert pick_unseen((replace(back, title="Storm: two dead"),), [stored_as_first, told]) != ()


def test_a_pages_headline_of_the_day_before_is_a_revision() -> None:
    calm = replace(STORED, title="All clear", published_at=NOON + HOUR)
    gale = replace(STORED, key="k1@1", published_at=NOON + 2 * HOUR)
    assert pick_unseen((replace(SHOWN, published_at=NOON + 26 * HOUR),), [calm, gale]) != ()


@pytest.mark.parametrize("mark", ["-", "|", "·", "::", ":", "«", "»"])
def test_a_stored_headline_with_its_outlet_behind_it_is_the_same(mark: str) -> None:
    with_outlet = replace(STORED, title=f"Storm nears Sarn {mark} Gazette")
    assert is_known(with_outlet, published_at=NOON + 5 * HOUR)

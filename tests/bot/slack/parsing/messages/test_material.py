from bot.slack.parsing.messages.content import read_content
from bot.slack.parsing.messages.material import find_material, is_permalink

PIER, QUAY = "https://gazette.example/pier", "https://gazette.example/quay"
LINE = "https://t.slack.com/archives/C0NEWS/p1700000000000100"
STORY = "The pier at Saltmouth reopened on Monday after two years of repairs. " * 8
PICTURE = {"id": "F1", "name": "pier.png", "mimetype": "image/png", "url_private": "https://files.slack.com/p"}
REPORT = {"id": "F2", "name": "report.pdf", "mimetype": "application/pdf", "url_private": "https://files.slack.com/r"}


def test_links_are_what_a_message_of_few_words_is_about():
    assert find_material(read_content({"text": f"see <{PIER}> and <{QUAY}>"})).links == (PIER, QUAY)


def test_a_pasted_article_keeps_its_links_to_itself():
    found = find_material(read_content({"text": f"{STORY} More at <{PIER}>."}))

    assert (found.links, (found.text or "")[:12]) == ((), "The pier at ")


def test_what_people_say_is_no_article():
    assert find_material(read_content({"text": "I was there on Monday and it was crowded, " * 2})).is_empty


def test_what_is_forwarded_is_read_with_what_is_said_about_it():
    shared = {"is_share": True, "from_url": LINE, "text": STORY}

    found = find_material(read_content({"text": f"and <{QUAY}>", "attachments": [shared], "files": [REPORT]}))

    assert (found.links, found.text, [file.id for file in found.files]) == ((QUAY,), STORY.strip(), ["F2"])


def test_a_forwarded_message_of_one_short_paragraph_is_read():
    shared = {"is_share": True, "from_url": LINE, "text": STORY[:140]}

    assert find_material(read_content({"text": "", "attachments": [shared]})).text


def test_a_picture_counts_only_where_there_is_nothing_else():
    alone = find_material(read_content({"text": "", "files": [PICTURE]}))
    beside = find_material(read_content({"text": f"<{PIER}>", "files": [PICTURE]}))

    assert ([file.id for file in alone.files], beside.files) == (["F1"], ())


def test_a_link_to_a_message_is_not_fetched_as_a_page():
    found = find_material(read_content({"text": f"<{LINE}?thread_ts=1700000000.000100&amp;cid=C0NEWS>"}))

    assert found.links == ()
    assert found.permalinks == (f"{LINE}?thread_ts=1700000000.000100&cid=C0NEWS",)


def test_a_link_to_a_message_that_slack_shows_is_read_from_what_it_shows():
    shown = {"is_msg_unfurl": True, "from_url": LINE, "text": f"<{PIER}>"}

    found = find_material(read_content({"text": f"<{LINE}>", "attachments": [shown]}))

    assert (found.links, found.permalinks) == ((PIER,), ())


def test_other_addresses_with_archives_in_them_are_pages():
    assert is_permalink(LINE)
    for page in ("https://gazette.example/archives/2026/11/pier", "https://gazette.example/archives/C0NEWS/pier"):
        assert not is_permalink(page)

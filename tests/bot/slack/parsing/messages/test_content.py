from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.newsroom.requests.request import FileAccess, SharedFile
from bot.slack.parsing.messages.asking import read_asked
from bot.slack.parsing.messages.content import MessageContent, read_content, read_file
from bot.slack.parsing.messages.text_elements import links_in, visible_text

PIER = "https://gazette.example/pier"
LINE = "https://t.slack.com/archives/C0NEWS/p1700000000000100"


def typed(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}


def mrkdwn(text: str, kind: str = "section") -> dict[str, Any]:
    return {"type": kind, "text": {"type": "mrkdwn", "text": text}}


def seen(content: MessageContent) -> str:
    return visible_text(content.elements)


def test_blocks_are_read_and_the_text_beside_them_is_not():
    message = {"text": "the *old* pier", "blocks": [typed({"type": "text", "text": "the old pier"})]}

    assert seen(read_content(message)) == "the old pier"


@pytest.mark.parametrize("blocks", [None, [], "x", [{"type": "divider"}], [{"type": "actions", "elements": []}], [5]])
def test_the_text_is_read_where_no_block_has_words(blocks):
    assert seen(read_content({"text": "the *old* pier", "blocks": blocks})) == "the old pier"


def test_blocks_of_other_apps_are_read_in_their_order():
    blocks = [
        {"type": "header", "text": {"type": "plain_text", "text": "*New* story"}},
        mrkdwn(f"*<{PIER}|Pier reopens>*"),
        {
            "type": "context",
            "elements": [{"type": "mrkdwn", "text": "_The Gazette_"}, {"type": "image", "alt_text": "x"}],
        },
        {
            "type": "section",
            "fields": [{"type": "mrkdwn", "text": "*Cost*"}, {"type": "plain_text", "text": "4 million"}],
        },
    ]

    content = read_content({"text": "", "blocks": blocks})

    assert seen(content) == "*New* story\n\nPier reopens\n\nThe Gazette\n\nCost\n4 million"
    assert links_in(content.elements) == (PIER,)


def test_the_link_of_a_button_is_a_link():
    button = {"type": "button", "text": {"type": "plain_text", "text": "Read"}, "url": PIER}

    for block in ({"type": "actions", "elements": [button]}, {**mrkdwn("Pier reopens"), "accessory": button}):
        assert links_in(read_content({"blocks": [block]}).elements) == (PIER,)


def test_markdown_of_apps_is_read_without_its_signs():
    text = f"# Pier reopens\n\n**The pier** reopened, see [the story]({PIER}).\n- It cost `4` million"

    content = read_content({"blocks": [{"type": "markdown", "text": text}]})

    assert seen(content) == "Pier reopens\n\nThe pier reopened, see the story.\nIt cost 4 million"
    assert links_in(content.elements) == (PIER,)


def test_a_table_is_read_row_by_row_without_lines_between_its_cells():
    cell = {
        "type": "rich_text",
        "elements": typed({"type": "text", "text": "4 million", "style": {"bold": True}})["elements"],
    }
    table = {
        "type": "table",
        "rows": [[{"type": "raw_text", "text": "Cost"}, cell], [{"type": "raw_text", "text": "Time"}]],
    }

    in_blocks = read_content({"blocks": [table]})
    pasted = read_content({"text": "", "attachments": [{"blocks": [table]}]})

    assert seen(in_blocks) == "Cost\t4 million\nTime"
    assert [seen(part) for part in pasted.shared] == ["Cost\t4 million\nTime"]


def test_a_forwarded_message_is_read_by_its_blocks():
    inner = {"message": {"blocks": [typed({"type": "link", "url": PIER})]}, "channel": "C0NEWS"}
    attachment = {"is_share": True, "is_msg_unfurl": True, "from_url": LINE, "text": "*x*", "message_blocks": [inner]}

    (part,) = read_content({"text": "<@UBOT>", "attachments": [attachment]}).shared

    assert (part.source, links_in(part.elements)) == (LINE, (PIER,))


def test_a_forwarded_message_without_blocks_is_read_by_its_text_and_has_its_files():
    file = {"id": "F1", "name": "pier.txt", "mimetype": "text/plain", "url_private": "https://files.slack.com/pier.txt"}
    attachment = {"is_share": True, "from_url": LINE, "text": f"read <{PIER}>", "message_blocks": [], "files": [file]}

    (part,) = read_content({"text": "", "attachments": [attachment]}).shared

    assert links_in(part.elements) == (PIER,)
    assert [each.name for each in part.files] == ["pier.txt"]


def test_an_attachment_of_another_app_has_its_title_as_a_link():
    attachment = {"title": "Pier reopens", "title_link": PIER, "text": "It cost *4 million*.", "fallback": "no"}

    (part,) = read_content({"text": "", "attachments": [attachment]}).shared

    assert seen(part) == "Pier reopens\n\nIt cost 4 million."
    assert links_in(part.elements) == (PIER,)


def test_an_attachment_of_nothing_else_is_read_by_its_fallback():
    (part,) = read_content({"text": "", "attachments": [{"fallback": f"Pier reopens <{PIER}>"}]}).shared

    assert links_in(part.elements) == (PIER,)


def test_the_preview_of_a_link_in_the_message_says_nothing_new():
    preview = {"from_url": PIER, "service_name": "The Gazette", "title": "Pier", "title_link": f"{PIER}?x=1"}

    assert read_content({"text": f"<{PIER}>", "attachments": [preview]}).shared == ()


def test_messages_inside_messages_are_read_to_a_depth():
    attachment: dict[str, Any] = {"text": f"<{PIER}>"}
    for _ in range(60):
        attachment = {"text": "", "is_share": True, "attachments": [attachment]}

    assert read_content({"text": "", "attachments": [attachment]}).shared


@pytest.mark.parametrize(
    ("file", "access"),
    [
        ({"id": "F1", "mode": "snippet", "url_private_download": "https://files.slack.com/x"}, FileAccess.OPEN),
        ({"id": "F1", "mode": "file_access", "file_access": "check_file_info"}, FileAccess.ASK),
        ({"id": "F1", "file_access": "check_file_info", "url_private": "https://files.slack.com/x"}, FileAccess.ASK),
        ({"id": "F1"}, FileAccess.ASK),
        ({"id": "F1", "mode": "hidden_by_limit"}, FileAccess.HIDDEN),
        ({"id": "F1", "mode": "tombstone"}, FileAccess.DELETED),
    ],
)
def test_a_file_says_whether_it_can_be_read(file, access):
    assert read_file(file).access is access


def test_a_file_that_is_kept_elsewhere_is_a_link():
    file = {"id": "F1", "is_external": True, "external_type": "gdrive", "url_private": "https://docs.example/d/1"}

    content = read_content({"text": "", "files": [file]})

    assert (content.files, links_in(content.elements)) == ((), ("https://docs.example/d/1",))


def test_a_file_has_what_is_needed_to_read_it():
    file = {
        "id": "F1",
        "title": "Untitled",
        "url_private": "https://files.slack.com/u",
        "mimetype": "text/plain",
        "size": 52,
    }

    assert read_file(file) == SharedFile(
        "F1", "Untitled", "https://files.slack.com/u", "text/plain", FileAccess.OPEN, 52
    )


def test_deleted_and_hidden_messages_are_known_as_such():
    assert read_content({"subtype": "tombstone", "text": "This message was deleted."}).is_deleted
    assert read_content({"text": "", "hidden_by_limit": 1}).is_hidden


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(
            ["type", "text", "elements", "blocks", "attachments", "files", "rows", "message_blocks", "message", "url",
             "user_id", "style", "fields", "accessory", "is_share", "from_url", "mode", "size", "timestamp"]
        ),
        inner | st.sampled_from(["rich_text", "section", "rich_text_list", "table", "mrkdwn", "link", "user", "date"]),
        max_size=6,
    ),
    max_leaves=30,
)  # fmt: skip


@given(st.dictionaries(st.sampled_from(["text", "blocks", "attachments", "files", "subtype"]), anything))
def test_a_message_of_any_shape_is_read(message):
    read_asked(read_content(message), bot_user="UBOT")

from bot.slack.rendering.block_kit import blocks as kit


def test_groups_stay_together_while_they_fit():
    group = [kit.paragraph(kit.text("x" * 1000))] * 4

    messages = kit.pack([group, group, group])

    assert [len(message) for message in messages] == [8, 4]


def test_a_group_that_fits_no_message_is_parted_between_blocks():
    group = [kit.paragraph(kit.text("x" * 1400))] * 20

    messages = kit.pack([group])

    assert sum(len(message) for message in messages) == 20
    assert all(kit.size(message) <= kit.MAX_BYTES for message in messages)


def test_no_message_has_more_than_fifty_blocks():
    assert [len(message) for message in kit.pack([[kit.divider()]] * 120)] == [50, 50, 20]


def test_a_link_that_slack_would_refuse_becomes_text():
    assert kit.link("https://a.example/" + "x" * 3000, "label") == {"type": "text", "text": "label"}
    assert kit.link("javascript:alert(1)", "label") == {"type": "text", "text": "label"}


def test_empty_text_is_a_blank_since_slack_refuses_none():
    assert kit.text("")["text"] == " "

"""Block Kit's composition objects: texts, options, confirmation dialogs.

Source: docs.slack.dev/reference/block-kit/composition-objects.
"""

from bot.playground.block_kit.schema_rules import Rule, Shape, anything, boolean, by_type, choice, items, string

URL = string(3000, 1, r"[A-Za-z][A-Za-z0-9+.\-]*:")
ACTION_ID = string(255)


def plain(longest: int, shortest: int = 1) -> Rule:
    """A plain_text object."""
    return by_type({"plain_text": Shape({"text": string(longest, shortest)}, {"emoji": boolean})})


def any_text(longest: int) -> Rule:
    """A plain_text or a mrkdwn object."""
    return by_type(
        {
            "plain_text": Shape({"text": string(longest, 1)}, {"emoji": boolean}),
            "mrkdwn": Shape({"text": string(longest, 1)}, {"verbatim": boolean}),
        }
    )


CONFIRM = Shape(
    {"title": plain(100), "text": any_text(300), "confirm": plain(30), "deny": plain(30)},
    {"style": choice("primary", "danger")},
)
OPTION = Shape(
    {"text": any_text(75), "value": string(150)},
    {"description": any_text(75), "url": URL},
)
OPTION_GROUPS = items(Shape({"label": plain(75), "options": items(OPTION, 100)}), 100)
CONVERSATION_FILTER = Shape(
    {},
    {
        "include": items(choice("im", "mpim", "private", "public"), 4),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
)
DISPATCH = Shape({}, {"trigger_actions_on": items(choice("on_enter_pressed", "on_character_entered"), 2)})
SLACK_FILE = anything

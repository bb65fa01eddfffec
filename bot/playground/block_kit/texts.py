"""Block Kit's composition objects: texts, options, confirmation dialogs.

Source: docs.slack.dev/reference/block-kit/composition-objects.
"""

from bot.playground.block_kit.schema_rules import ObjectSchema, Rule, anything, boolean, by_type, choice, items, string

URL = string(3000, 1, r"[A-Za-z][A-Za-z0-9+.\-]*:")
ACTION_ID = string(255)


def plain(longest: int, shortest: int = 1) -> Rule:
    """Rule for a plain_text object."""
    return by_type({"plain_text": ObjectSchema({"text": string(longest, shortest)}, {"emoji": boolean})})


def any_text(longest: int) -> Rule:
    """Rule for a plain_text or a mrkdwn object."""
    return by_type(
        {
            "plain_text": ObjectSchema({"text": string(longest, 1)}, {"emoji": boolean}),
            "mrkdwn": ObjectSchema({"text": string(longest, 1)}, {"verbatim": boolean}),
        }
    )


CONFIRM = ObjectSchema(
    {"title": plain(100), "text": any_text(300), "confirm": plain(30), "deny": plain(30)},
    {"style": choice("primary", "danger")},
)
OPTION = ObjectSchema(
    {"text": any_text(75), "value": string(150)},
    {"description": any_text(75), "url": URL},
)
OPTION_GROUPS = items(ObjectSchema({"label": plain(75), "options": items(OPTION, 100)}), 100)
CONVERSATION_FILTER = ObjectSchema(
    {},
    {
        "include": items(choice("im", "mpim", "private", "public"), 4),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
)
DISPATCH = ObjectSchema({}, {"trigger_actions_on": items(choice("on_enter_pressed", "on_character_entered"), 2)})
SLACK_FILE = anything

"""Rich text: sections, lists, quotes and preformatted text, and the elements allowed in them.

Source: docs.slack.dev/reference/block-kit/blocks/rich-text-block.
"""

from collections.abc import Mapping

from bot.playground.block_kit.schema_rules import ObjectSchema, Rule, boolean, by_type, choice, integer, items, string
from bot.playground.block_kit.texts import URL

_STYLE = ObjectSchema(
    {},
    {
        "bold": boolean,
        "italic": boolean,
        "strike": boolean,
        "code": boolean,
        "underline": boolean,
        "highlight": boolean,
        "client_highlight": boolean,
        "unlink": boolean,
    },
)
_STYLED = {"style": _STYLE}
_ID = string(255, 1)
INLINE: Mapping[str, Rule] = {
    "text": ObjectSchema({"text": string(40_000, 1)}, _STYLED),
    "link": ObjectSchema({"url": URL}, {"text": string(40_000, 1), "unsafe": boolean, **_STYLED}),
    "emoji": ObjectSchema({"name": string(100, 1)}, {"unicode": string(100), "url": URL, **_STYLED}),
    "user": ObjectSchema({"user_id": _ID}, _STYLED),
    "channel": ObjectSchema({"channel_id": _ID}, _STYLED),
    "usergroup": ObjectSchema({"usergroup_id": _ID}, _STYLED),
    "team": ObjectSchema({"team_id": _ID}, _STYLED),
    "broadcast": ObjectSchema({"range": choice("here", "channel", "everyone")}, _STYLED),
    "color": ObjectSchema({"value": string(9, 4)}, _STYLED),
    "date": ObjectSchema(
        {"timestamp": integer(0, 9_999_999_999), "format": string(255, 1)}, {"url": URL, "fallback": string(255)}
    ),
}
_LINE = items(by_type(INLINE), 10_000, 0)
_INDENT, _BORDER = integer(0, 8), integer(0, 1)
_SECTION = ObjectSchema({"elements": _LINE})
PARTS: Mapping[str, Rule] = {
    "rich_text_section": _SECTION,
    "rich_text_list": ObjectSchema(
        {"style": choice("bullet", "ordered"), "elements": items(by_type({"rich_text_section": _SECTION}), 10_000, 0)},
        {"indent": _INDENT, "offset": integer(0, 10_000), "border": _BORDER},
    ),
    "rich_text_quote": ObjectSchema({"elements": _LINE}, {"border": _BORDER}),
    "rich_text_preformatted": ObjectSchema({"elements": _LINE}, {"border": _BORDER, "language": string(100)}),
}
RICH_TEXT = ObjectSchema({"elements": items(by_type(PARTS), 10_000, 0)}, {"block_id": string(255)})

"""A local Slack in one process with a web page: how to try the bot, and how tests drive it.

Where things are:

    server.py          starts and stops it; the routes
    local_slack.py     what people and the bot do: one method an act, and the events that follow from it
    workspace.py       who and what exists: people, channels, messages, views (state only)
    shapes.py          how Slack writes them as JSON; payloads.py: events, commands and interactions
    web_api.py         the Web API's door (tokens, arguments, limits); methods/: the methods themselves
    socket_mode.py     Socket Mode; http_mode.py: the same payloads, signed, over HTTP
    block_kit.py       the Block Kit limits, as one table; rules.py: what a line of that table can say
    rate_limit.py faults.py tickets.py composing.py guard.py    what their names say
    control.py         POST /playground/…: what tests and the page press; looks.py: GET, what they see
    page/              the page at /
    gazette/           The Harbour Gazette, a newspaper of our own to try the bot on
"""

"""A local Slack in one process with a web page: how to try the bot, and how tests drive it.

Where things are:

    server.py          starts and stops it; the routes
    local_slack.py     what people and the bot do: one method an act, and the events that follow from it
    workspace.py       who and what exists: people, channels, messages, views (state only)
    formats/           how Slack writes them: objects, events, commands, interactions, text
    methods/           the Web API: its door (tokens, arguments, limits), the methods, answers to a response_url
    connection/        Socket Mode; the same payloads, signed, over HTTP; what a payload lends the bot for a while
    block_kit/         the Block Kit limits, as one table, and what a line of that table can say
    control/           POST /playground/…: what tests and the page press; GET: what they see
    files.py rate_limit.py faults.py guard.py    what their names say
    page/              the page at /
    gazette/           The Harbour Gazette, a newspaper of our own to try the bot on
"""

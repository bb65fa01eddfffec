"""The playground: a local Slack in one process with a web page, to try the bot, and for tests.

Contents:

    server.py          starts and stops it; the routes
    local_slack.py     what people and the bot do: one method per action, and the resulting events
    workspace.py       what exists: people, channels, messages, views (state only)
    installation.py    the app's scopes, subscriptions, commands and shortcuts
    formats/           Slack's formats: objects, events, commands, interactions, text
    methods/           the Web API: authentication, arguments, limits, the methods, answers to a response_url
    connection/        Socket Mode; the same payloads, signed, over HTTP; trigger ids and response_urls
    block_kit/         the Block Kit limits as one table, and the rules in it
    control/           POST /playground/…: actions of tests and the page; GET: inspection
    files.py open_views.py rate_limit.py faults.py guard.py    as their names say
    page/              the page at /
    gazette/           The Harbour Gazette, an invented newspaper to try the bot on
"""

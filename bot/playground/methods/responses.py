"""The bot's answers to commands and interactions: by response_url, or in the acknowledgement."""

import json
from typing import Any

from aiohttp import web

from bot.playground.connection.trigger_ids import ResponseUrl
from bot.playground.errors import ApiError
from bot.playground.local_slack import LocalSlack
from bot.playground.methods.arguments import Arguments
from bot.playground.methods.chat import read_content
from bot.playground.methods.web_api import strike_after, strike_before

METHOD = "response_url"  # its name in the log and for faults


class Responses:
    """Answers `POST /response/{key}`."""

    def __init__(self, slack: LocalSlack) -> None:
        self._slack = slack

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Handle one answer of the bot; recorded in the log."""
        fault = self._slack.faults.take(METHOD)
        body: dict[str, Any] = {}
        try:
            body = _read(await request.text())
            await strike_before(fault, request)
            answer_with(self._slack, self._slack.response_urls.use(request.match_info["key"]), body)
            answer, status, headers = {"ok": True}, 200, {}
        except ApiError as refusal:
            answer, status, headers = refusal.answer, max(refusal.status, 400), refusal.headers
        self._slack.log.add(
            time=self._slack.clock.now().isoformat(), method=METHOD, args=body, answer=answer, status=status
        )
        strike_after(fault, request)
        return web.json_response(answer, status=status, headers={**headers, "Date": self._slack.clock.http_date()})


def _read(text: str) -> dict[str, Any]:
    try:
        body = json.loads(text)
    except ValueError as error:
        raise ApiError("invalid_payload", status=400) from error
    if not isinstance(body, dict):
        raise ApiError("invalid_payload", status=400)
    return body


def answer_with(slack: LocalSlack, place: ResponseUrl, body: dict[str, Any]) -> None:
    """Post, replace or delete a message, as the answer says.

    Raises:
        ApiError: Slack would reject the content.
    """
    original = slack.workspace.find_message(place.channel_id, place.message_ts) if place.message_ts else None
    channel = slack.workspace.channels[place.channel_id]
    if body.get("delete_original") in (True, "true"):
        if original is not None:
            slack.delete(original, channel)
        return
    content = read_content(Arguments(body))
    if body.get("replace_original") in (True, "true") and original is not None:
        slack.bot_updates(original, channel, content)
        return
    is_public = body.get("response_type") == "in_channel"
    slack.bot_posts(
        channel,
        content["text"],
        blocks=content["blocks"],
        attachments=content["attachments"],
        thread_ts=str(body.get("thread_ts") or place.thread_ts or ""),
        ephemeral_to=None if is_public else place.user_id,
    )

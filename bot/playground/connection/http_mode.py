"""The same payloads over HTTP, signed, for a bot with a request URL.

Source: docs.slack.dev/authentication/verifying-requests-from-slack and apis/events-api (retries).
"""

import asyncio
import hashlib
import hmac
import json
from collections.abc import Coroutine
from typing import Any
from urllib.parse import urlencode

from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.clock import Clock
from bot.playground.connection.transport import ACK_DEADLINE_S, COMMANDS, EVENTS, Answer, Envelope


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Return the X-Slack-Signature of a body."""
    digest = hmac.new(secret.encode(), b":".join((b"v0", timestamp.encode(), body)), hashlib.sha256)
    return f"v0={digest.hexdigest()}"


class HttpMode:
    """POSTs payloads to the bot.

    Args:
        url: the bot's request URL.
        secret: signs the requests.
        clock: the current time, for signatures.
        retry_delays_s: delays before an event is sent again.
    """

    connected = True

    def __init__(self, url: str, secret: str, clock: Clock, retry_delays_s: tuple[float, ...]) -> None:
        self._url = url
        self._secret = secret
        self._clock = clock
        self._retry_delays_s = retry_delays_s
        self._tasks: set[asyncio.Task[None]] = set()

    def send(self, envelope: Envelope) -> None:
        """Start sending."""
        self._start(self._deliver(envelope))

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver(self, envelope: Envelope) -> None:
        answer = await self._post(envelope)
        if envelope.answer is not None and not envelope.answer.done():
            envelope.answer.set_result(answer)
        if answer.ok or not envelope.is_event or envelope.attempt >= len(self._retry_delays_s) - 1:
            return
        await asyncio.sleep(self._retry_delays_s[envelope.attempt])
        envelope.attempt, envelope.reason = envelope.attempt + 1, "http_error"
        self.send(envelope)

    async def _post(self, envelope: Envelope) -> Answer:
        body, content_type = _body(envelope)
        timestamp = str(int(self._clock.now().timestamp()))
        headers = {
            "Content-Type": content_type,
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature(self._secret, timestamp, body),
        }
        if envelope.attempt:
            headers |= {"X-Slack-Retry-Num": str(envelope.attempt), "X-Slack-Retry-Reason": envelope.reason}
        try:
            async with (
                ClientSession(timeout=ClientTimeout(total=ACK_DEADLINE_S)) as session,
                session.post(self._url, data=body, headers=headers) as response,
            ):
                text = await response.text()
                return _read(text) if response.ok else Answer(error="dispatch_failed")
        except TimeoutError:
            return Answer(error="operation_timeout")
        except ClientError:
            return Answer(error="dispatch_failed")

    async def stop(self) -> None:
        """Stop sending."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


def _body(envelope: Envelope) -> tuple[bytes, str]:
    if envelope.kind == EVENTS:
        return json.dumps(envelope.payload).encode(), "application/json"
    if envelope.kind == COMMANDS:
        fields = {
            name: str(value).lower() if isinstance(value, bool) else value for name, value in envelope.payload.items()
        }
    else:
        fields = {"payload": json.dumps(envelope.payload)}
    return urlencode(fields).encode(), "application/x-www-form-urlencoded"


def _read(text: str) -> Answer:
    try:
        payload = json.loads(text)
    except ValueError:
        return Answer({"text": text} if text else {})
    return Answer(payload if isinstance(payload, dict) else {})

"""Jobs for tests that care about little more than their id."""

from bot.newsroom.jobs.job import Job
from bot.newsroom.jobs.payloads import AnswerMention, PublishEdition
from bot.newsroom.requester import Requester
from bot.newsroom.requests.request import Request
from bot.newsroom.subscriptions.model import EditionKey


def mention_job(
    job_id: str = "message:C1:1.0", *, text: str = "hello", channel: str = "C1", user: str = "U1", fingerprint: str = ""
) -> Job[AnswerMention]:
    """A mention with a text to read."""
    requester = Requester(channel, user, "1.0")
    return Job(job_id, AnswerMention(team_id="T1", requester=requester, request=Request(text=text)), fingerprint)


def edition_job_of(key: EditionKey, *, job_id: str | None = None) -> Job[PublishEdition]:
    """A scheduled edition."""
    return Job(job_id or key.job_id, PublishEdition(team_id=key.team_id, key=key))

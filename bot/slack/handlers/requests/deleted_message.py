"""Handles deletions of messages that wait for their answer."""

from bot.newsroom.jobs.job import Job
from bot.newsroom.jobs.payloads import MessageDeleted


class DeletedMessageHandler:
    """Does nothing: that the deletion is stored is enough. The handler that answers the message looks it up."""

    async def handle(self, job: Job[MessageDeleted]) -> None:
        """Return."""

"""What a bot that was restored from a backup cannot know of itself: what it posted since the backup was made. Pure."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

CLOCK_MARGIN = timedelta(minutes=5)
"""Our clock and Slack's may differ; Slack itself refuses requests that are off by more."""

OTHERS_WITHIN = timedelta(days=1)
"""Jobs whose ids name no moment (notices about feeds) come again soon after the restore, or not at all."""

REMEMBERED = timedelta(days=30)
"""As long as past editions are: no story of theirs is posted again."""

_MESSAGE = re.compile(r"message:[^:]+:(\d{1,12}\.\d+)")
_EDITION = re.compile(r"edition:[^:]+:[^:]+:(\d{4}-\d\d-\d\d)")


@dataclass(frozen=True, slots=True)
class Restore:
    """A restore from a backup.

    Attributes:
        backup_at: when the backup was made, aware.
        restored_at: when the bot was started with it first, aware.
    """

    backup_at: datetime
    restored_at: datetime

    @property
    def since(self) -> datetime:
        """What was posted after it may be missing in the books."""
        return self.backup_at - CLOCK_MARGIN

    @property
    def until(self) -> datetime:
        """What was posted after it is in the books."""
        return self.restored_at + CLOCK_MARGIN

    def may_have_done(self, job_id: str, now: datetime) -> bool:
        """Whether a job may have been done between backup and restore.

        Args:
            job_id: the job's; that of a message and of an edition names its moment.
            now: aware.
        """
        message, edition = _MESSAGE.match(job_id), _EDITION.match(job_id)
        if message:
            return datetime.fromtimestamp(float(message.group(1)), UTC) <= self.until
        if edition:  # the date is a local one, at most 14 hours ahead of UTC
            return date.fromisoformat(edition.group(1)) <= (self.until + timedelta(hours=14)).date()
        return now <= self.restored_at + OTHERS_WITHIN

"""What a bot that was restored from a backup may have posted after the backup was made. Pure."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

CLOCK_MARGIN = timedelta(minutes=5)
"""Our clock and Slack's may differ; Slack itself rejects requests that differ by more."""

OTHERS_WITHIN = timedelta(days=1)
"""Jobs whose ids contain no time (notices about feeds) are repeated soon after the restore, or not at all."""

REMEMBERED = timedelta(days=30)
"""As long as past editions are stored: none of their stories is posted again."""

_MESSAGE = re.compile(r"message:[^:]+:(\d{1,12}\.\d+)")
_EDITION = re.compile(r"edition:[^:]+:[^:]+:(\d{4}-\d\d-\d\d)")


@dataclass(frozen=True, slots=True)
class Restore:
    """A restore from a backup.

    Attributes:
        backup_at: when the backup was made, aware.
        restored_at: when the bot was first started with it, aware.
    """

    backup_at: datetime
    restored_at: datetime

    @property
    def since(self) -> datetime:
        """What was posted after it may be missing in the database."""
        return self.backup_at - CLOCK_MARGIN

    @property
    def until(self) -> datetime:
        """What was posted after it is in the database."""
        return self.restored_at + CLOCK_MARGIN

    def may_have_done(self, job_id: str, now: datetime) -> bool:
        """Return whether a job may have been done between backup and restore.

        Args:
            job_id: the job's id; those of messages and editions contain their time.
            now: aware.
        """
        message, edition = _MESSAGE.match(job_id), _EDITION.match(job_id)
        if message:
            return datetime.fromtimestamp(float(message.group(1)), UTC) <= self.until
        if edition:  # the date is a local one, at most 14 hours ahead of UTC
            return date.fromisoformat(edition.group(1)) <= (self.until + timedelta(hours=14)).date()
        return now <= self.restored_at + OTHERS_WITHIN

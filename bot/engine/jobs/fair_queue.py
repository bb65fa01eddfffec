"""Which job starts next, so that a requester with many jobs delays only themselves. Pure: no clock, no tasks.

Jobs of one requester start in order of arrival; requesters take turns. How many jobs a person, a channel or a workspace
may have running depends on the free slots: each may hold a multiple of their number, so that one who is alone gets
most of them, and a slot is left for the next requester. Work that people wait for starts before scheduled work.
Source: Choudhury and Hahne, "Dynamic queue length thresholds for shared-memory packet switches", 1998; turns: RFC 970.
"""

from collections import Counter, OrderedDict, deque
from collections.abc import Hashable, Iterator
from dataclasses import dataclass

from bot.newsroom.job_origin import JobOrigin, Urgency

PLACES = 32
"""Jobs running at once. Most of them wait for a site, or for their channel's turn."""

PERSON_SHARE, CHANNEL_SHARE, SCHEDULED_SHARE, TEAM_SHARE = 0.5, 1.0, 1.0, 16.0
"""Slots that a person, a channel, all scheduled jobs, a workspace may hold for each free slot.

Of 32 slots a person alone gets 11, a channel 16, editions 16, a workspace 31.
"""


@dataclass(frozen=True, slots=True)
class QueuedJob:
    """A job that waits, or holds a slot.

    Attributes:
        id: the job's id.
        requester: for whom it is done.
        urgency: how soon it should start.
        again: suffix of its try: "" for the first.
        queued_at: by the caller's clock, in seconds.
    """

    id: str
    requester: JobOrigin
    urgency: Urgency
    again: str = ""
    queued_at: float = 0.0


class FairQueue:
    """Jobs that wait, and those that hold a slot.

    Args:
        places: maximum of running jobs.
    """

    def __init__(self, places: int = PLACES) -> None:
        self._places = places
        self._holding: dict[str, QueuedJob] = {}
        self._held: Counter[Hashable] = Counter()
        self._jobs_of: Counter[Hashable] = Counter()
        self._waiting: dict[str, QueuedJob] = {}
        self._turns: dict[Urgency, OrderedDict[JobOrigin, deque[QueuedJob]]] = {
            urgency: OrderedDict() for urgency in Urgency
        }

    def add(self, job: QueuedJob) -> bool:
        """Add a waiting job. Returns False for one that already waits or holds a slot."""
        if job.id in self._waiting or job.id in self._holding:
            return False
        self._waiting[job.id] = job
        self._jobs_of[_person(job.requester)] += 1
        self._turns[job.urgency].setdefault(job.requester, deque()).append(job)
        return True

    def take(self, *, only_immediate: bool = False) -> QueuedJob | None:
        """Return the next job that may start; it holds a slot from now on. None where none may.

        Args:
            only_immediate: leave all other jobs in the queue.
        """
        for urgency in (Urgency.IMMEDIATE,) if only_immediate else Urgency:
            for requester in self._turns[urgency]:
                if self._may_begin(requester, urgency):
                    return self._begin(requester, urgency)
        return None

    def hold(self, job: QueuedJob) -> None:
        """Give a slot to a job that was started elsewhere, whatever the limits. It no longer waits."""
        if job.id in self._holding:
            return
        waiting = self._waiting.pop(job.id, None)
        if waiting is None:
            self._jobs_of[_person(job.requester)] += 1
        else:
            self._leave(waiting)
        self._occupy(waiting or job)

    def release(self, job_id: str) -> None:
        """Release the slot of a finished job; a job without one is ignored."""
        job = self._holding.pop(job_id, None)
        if job is None:
            return
        _count_down(self._jobs_of, _person(job.requester))
        for group in _groups(job.requester, job.urgency):
            _count_down(self._held, group)

    def is_holding(self, job_id: str) -> bool:
        """Return whether a job holds a slot."""
        return job_id in self._holding

    def holding(self) -> tuple[QueuedJob, ...]:
        """Return the jobs that hold a slot."""
        return tuple(self._holding.values())

    def waiting(self) -> Iterator[QueuedJob]:
        """Return the jobs that wait, in order of arrival."""
        return iter(self._waiting.values())

    def count_of(self, requester: JobOrigin) -> int:
        """Return how many jobs of a person wait or run, in all channels."""
        return self._jobs_of[_person(requester)]

    def count_before(self, job_id: str) -> int:
        """Return how many jobs start before a waiting one, as far as known now; 0 for one that does not wait."""
        job = self._waiting.get(job_id)
        if job is None:
            return 0
        periodic_tasks = self._turns[job.urgency][job.requester].index(job)
        before = sum(
            len(jobs) for urgency in Urgency if urgency < job.urgency for jobs in self._turns[urgency].values()
        )
        has_passed = False
        for requester, jobs in self._turns[job.urgency].items():
            if requester == job.requester:
                has_passed = True
            else:
                before += min(len(jobs), periodic_tasks + (0 if has_passed else 1))
        return before + periodic_tasks

    def _may_begin(self, requester: JobOrigin, urgency: Urgency) -> bool:
        """Return whether each of the requester's groups has a free slot in its share."""
        free = self._places - len(self._holding)
        return urgency is Urgency.IMMEDIATE or (
            free > 0 and all(self._held[group] < share * free for group, share in _groups(requester, urgency).items())
        )

    def _begin(self, requester: JobOrigin, urgency: Urgency) -> QueuedJob:
        """Start the first job of a requester; their next one takes its turn after the others'."""
        job = self._turns[urgency][requester][0]
        del self._waiting[job.id]
        self._leave(job)
        self._occupy(job)
        return job

    def _leave(self, job: QueuedJob) -> None:
        """Take a job out of its requester's queue; the next one of theirs waits for its turn behind the others'."""
        turns = self._turns[job.urgency]
        turns[job.requester].remove(job)
        if turns[job.requester]:
            turns.move_to_end(job.requester)
        else:
            del turns[job.requester]

    def _occupy(self, job: QueuedJob) -> None:
        self._holding[job.id] = job
        self._held.update(list(_groups(job.requester, job.urgency)))


def _groups(requester: JobOrigin, urgency: Urgency) -> dict[Hashable, float]:
    """The groups that a job counts for, and their shares."""
    groups: dict[Hashable, float] = {("team", requester.team_id): TEAM_SHARE}
    if requester.channel:
        groups["channel", requester.team_id, requester.channel] = CHANNEL_SHARE
    if requester.user:
        groups[_person(requester)] = PERSON_SHARE
    if urgency is Urgency.SCHEDULED:
        groups["scheduled"] = SCHEDULED_SHARE
    return groups


def _person(requester: JobOrigin) -> Hashable:
    return "person", requester.team_id, requester.user


def _count_down(counter: Counter[Hashable], name: Hashable) -> None:
    """One less; names that count nothing are not kept, since there is no end of them."""
    counter[name] -= 1
    if not counter[name]:
        del counter[name]

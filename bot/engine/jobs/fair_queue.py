"""Which job begins next, so that one requester who asks a lot makes only themselves wait. Pure: no clock, no tasks.

Jobs of one requester begin in the order they came; requesters take turns. How many jobs a person, a channel or a
workspace may have under way depends on how many places are free: each may hold a share of the free ones, so that
somebody alone gets much of the whole, and there is a place left for the next one who asks. What people wait for begins
before what comes by itself.
Source: Choudhury and Hahne, "Dynamic queue length thresholds for shared-memory packet switches", 1998; turns: RFC 970.
"""

from collections import Counter, OrderedDict, deque
from collections.abc import Hashable, Iterator
from dataclasses import dataclass

from bot.newsroom.job_origin import Requester, Urgency

PLACES = 32
"""Jobs under way at once. Most of them wait for a site, or for their channel's turn."""

PERSON_SHARE, CHANNEL_SHARE, SCHEDULED_SHARE, TEAM_SHARE = 0.5, 1.0, 1.0, 16.0
"""Places that a person, a channel, all scheduled jobs, a workspace may hold for each place that is free.

Of 32 places a person alone gets 11, a channel 16, editions 16, a workspace 31.
"""


@dataclass(frozen=True, slots=True)
class QueuedJob:
    """A job that waits, or holds a place.

    Attributes:
        id: the job's.
        requester: for whom it is done.
        urgency: how soon.
        again: which try it is: "" for the first.
        queued_at: by the caller's clock, in seconds.
    """

    id: str
    requester: Requester
    urgency: Urgency
    again: str = ""
    queued_at: float = 0.0


class FairQueue:
    """Jobs that wait, and those that hold a place.

    Args:
        places: jobs that may be under way at once.
    """

    def __init__(self, places: int = PLACES) -> None:
        self._places = places
        self._holding: dict[str, QueuedJob] = {}
        self._held: Counter[Hashable] = Counter()
        self._jobs_of: Counter[Hashable] = Counter()
        self._waiting: dict[str, QueuedJob] = {}
        self._turns: dict[Urgency, OrderedDict[Requester, deque[QueuedJob]]] = {
            urgency: OrderedDict() for urgency in Urgency
        }

    def add(self, job: QueuedJob) -> bool:
        """Let a job wait. Returns False for one that waits or holds a place already."""
        if job.id in self._waiting or job.id in self._holding:
            return False
        self._waiting[job.id] = job
        self._jobs_of[_person(job.requester)] += 1
        self._turns[job.urgency].setdefault(job.requester, deque()).append(job)
        return True

    def take(self, *, only_immediate: bool = False) -> QueuedJob | None:
        """The next job that may begin; it holds a place from now on. None where none may.

        Args:
            only_immediate: leave everything else where it is.
        """
        for urgency in (Urgency.IMMEDIATE,) if only_immediate else Urgency:
            for requester in self._turns[urgency]:
                if self._may_begin(requester, urgency):
                    return self._begin(requester, urgency)
        return None

    def hold(self, job: QueuedJob) -> None:
        """Give a place to a job that was begun without us, whatever the limits. One that waits does not wait longer."""
        if job.id in self._holding:
            return
        waiting = self._waiting.pop(job.id, None)
        if waiting is None:
            self._jobs_of[_person(job.requester)] += 1
        else:
            self._leave(waiting)
        self._occupy(waiting or job)

    def release(self, job_id: str) -> None:
        """Take back the place of a job that is over; one that holds none is left alone."""
        job = self._holding.pop(job_id, None)
        if job is None:
            return
        _count_down(self._jobs_of, _person(job.requester))
        for group in _groups(job.requester, job.urgency):
            _count_down(self._held, group)

    def is_holding(self, job_id: str) -> bool:
        """Whether a job holds a place."""
        return job_id in self._holding

    def holding(self) -> tuple[QueuedJob, ...]:
        """The jobs that hold a place."""
        return tuple(self._holding.values())

    def waiting(self) -> Iterator[QueuedJob]:
        """The jobs that wait, in the order they came."""
        return iter(self._waiting.values())

    def count_of(self, requester: Requester) -> int:
        """How many jobs of a person wait or are under way, in all channels."""
        return self._jobs_of[_person(requester)]

    def count_before(self, job_id: str) -> int:
        """How many jobs begin before one that waits, as far as can be said now; 0 for one that does not wait."""
        job = self._waiting.get(job_id)
        if job is None:
            return 0
        rounds = self._turns[job.urgency][job.requester].index(job)
        before = sum(
            len(jobs) for urgency in Urgency if urgency < job.urgency for jobs in self._turns[urgency].values()
        )
        has_passed = False
        for requester, jobs in self._turns[job.urgency].items():
            if requester == job.requester:
                has_passed = True
            else:
                before += min(len(jobs), rounds + (0 if has_passed else 1))
        return before + rounds

    def _may_begin(self, requester: Requester, urgency: Urgency) -> bool:
        """Whether each group that the requester belongs to has a place left of its share."""
        free = self._places - len(self._holding)
        return urgency is Urgency.IMMEDIATE or (
            free > 0 and all(self._held[group] < share * free for group, share in _groups(requester, urgency).items())
        )

    def _begin(self, requester: Requester, urgency: Urgency) -> QueuedJob:
        """The first job of a requester; their next one waits for its turn behind the others'."""
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


def _groups(requester: Requester, urgency: Urgency) -> dict[Hashable, float]:
    """The groups that a job counts for, and their shares."""
    groups: dict[Hashable, float] = {("team", requester.team_id): TEAM_SHARE}
    if requester.channel:
        groups["channel", requester.team_id, requester.channel] = CHANNEL_SHARE
    if requester.user:
        groups[_person(requester)] = PERSON_SHARE
    if urgency is Urgency.SCHEDULED:
        groups["scheduled"] = SCHEDULED_SHARE
    return groups


def _person(requester: Requester) -> Hashable:
    return "person", requester.team_id, requester.user


def _count_down(counter: Counter[Hashable], name: Hashable) -> None:
    """One less; names that count nothing are not kept, since there is no end of them."""
    counter[name] -= 1
    if not counter[name]:
        del counter[name]

"""Whose job begins next: A05, one requester who asks a lot makes only themselves wait."""

from hypothesis import given
from hypothesis import strategies as st

from bot.engine.jobs.fair_queue import PLACES, FairQueue, QueuedJob
from bot.newsroom.job_origin import JobOrigin, Urgency

FLOODER = JobOrigin("T1", "C1", "U1")


def job(name, requester=FLOODER, urgency=Urgency.INTERACTIVE):
    return QueuedJob(name, requester, urgency)


def take(queue: FairQueue) -> str | None:
    """The id of the job that begins; None where none may."""
    taken = queue.take()
    return taken.id if taken is not None else None


def flood(queue, count=100, requester=FLOODER, urgency=Urgency.INTERACTIVE):
    """Many jobs of one requester; how many of them may begin."""
    for number in range(count):
        queue.add(job(f"{requester.user}{requester.channel}{number}", requester, urgency))
    begun = 0
    while queue.take() is not None:
        begun += 1
    return begun


def test_jobs_of_one_requester_begin_in_the_order_they_came():
    queue = FairQueue()
    for name in "abc":
        queue.add(job(name))

    assert [take(queue) for _ in "abc"] == ["a", "b", "c"]
    assert queue.take() is None


def test_a05_one_person_alone_gets_a_third_and_the_next_one_begins_at_once():
    queue = FairQueue()

    assert flood(queue) == 11
    queue.add(job("other", JobOrigin("T1", "C2", "U2")))
    assert take(queue) == "other"


def test_a05_six_people_who_flood_at_once_leave_a_place_for_the_seventh():
    queue = FairQueue()

    begun = [flood(queue, requester=JobOrigin("T1", f"C{number}", f"U{number}")) for number in range(6)]
    queue.add(job("seventh", JobOrigin("T1", "C9", "U9")))

    assert begun == [11, 7, 5, 3, 2, 2]
    assert take(queue) == "seventh"


def test_somebody_who_spreads_over_channels_gets_no_more():
    queue = FairQueue()
    for number in range(50):
        queue.add(job(f"job{number}", JobOrigin("T1", f"C{number}", "U1")))

    begun = 0
    while queue.take() is not None:
        begun += 1

    assert begun == 11


def test_a_channel_that_is_flooded_by_many_leaves_half_to_the_others():
    queue = FairQueue()
    for number in range(50):
        queue.add(job(f"job{number}", JobOrigin("T1", "C1", f"U{number}")))

    begun = 0
    while queue.take() is not None:
        begun += 1

    assert begun == PLACES / 2


def test_a_workspace_that_is_flooded_leaves_a_place_to_another():
    queue = FairQueue()
    for number in range(100):
        queue.add(job(f"job{number}", JobOrigin("T1", f"C{number}", f"U{number}")))
    while queue.take() is not None:
        pass

    queue.add(job("other", JobOrigin("T2", "C1", "U1")))
    assert take(queue) == "other"


def test_what_people_wait_for_begins_before_editions():
    queue = FairQueue()
    for number in range(40):
        queue.add(job(f"edition{number}", JobOrigin("T1", f"C{number}"), Urgency.SCHEDULED))
    queue.add(job("mention"))

    assert take(queue) == "mention"


def test_editions_take_half_of_the_places_however_many_are_due():
    queue = FairQueue()
    for number in range(100):
        queue.add(job(f"edition{number}", JobOrigin("T1", f"C{number}"), Urgency.SCHEDULED))

    begun = 0
    while queue.take() is not None:
        begun += 1

    assert begun == PLACES / 2


def test_requesters_take_turns():
    queue = FairQueue()
    for number in range(3):
        queue.add(job(f"a{number}"))
    for number in range(3):
        queue.add(job(f"b{number}", JobOrigin("T1", "C2", "U2")))

    assert [take(queue) for _ in range(6)] == ["a0", "b0", "a1", "b1", "a2", "b2"]


def test_a_place_that_is_released_goes_to_who_waits():
    queue = FairQueue(places=1)
    queue.add(job("a"))
    queue.add(job("b"))
    assert (take(queue), take(queue)) == ("a", None)

    queue.release("a")
    assert take(queue) == "b"


def test_what_needs_no_place_begins_whatever_is_under_way_and_while_all_else_is_held_back():
    queue = FairQueue(places=1)
    for name in "ab":
        queue.add(job(name))
    queue.take()
    queue.add(job("uninstalled", JobOrigin("T1"), Urgency.IMMEDIATE))

    begun = queue.take(only_immediate=True)
    assert begun is not None
    assert begun.id == "uninstalled"
    assert queue.take(only_immediate=True) is None


def test_a_job_is_queued_once():
    queue = FairQueue()

    assert queue.add(job("a"))
    assert not queue.add(job("a"))
    queue.take()
    assert not queue.add(job("a"))
    queue.release("a")
    assert queue.add(job("a"))


def test_a_job_that_began_elsewhere_holds_a_place_and_waits_no_longer():
    queue = FairQueue(places=1)
    queue.add(job("a"))
    queue.hold(job("a"))
    queue.add(job("b"))

    assert queue.take() is None
    queue.release("a")
    assert take(queue) == "b"


def test_the_number_of_jobs_before_one_is_that_of_those_that_begin_before_it():
    queue = FairQueue()
    for number in range(5):
        queue.add(job(f"a{number}"))
    queue.add(job("b0", JobOrigin("T1", "C2", "U2")))
    queue.add(job("edition", JobOrigin("T1", "C3"), Urgency.SCHEDULED))

    assert [queue.count_before(name) for name in ("a0", "b0", "a1", "a4", "edition", "nothing")] == [0, 1, 2, 5, 6, 0]


def test_all_of_a_persons_jobs_are_counted():
    queue = FairQueue()
    flood(queue, 20)
    queue.add(job("elsewhere", JobOrigin("T1", "C2", "U1")))
    queue.release("U1C10")

    assert queue.count_of(FLOODER) == 20
    assert queue.count_of(JobOrigin("T1", "C1", "U2")) == 0


requesters = st.builds(JobOrigin, st.sampled_from(["T1", "T2"]), st.sampled_from("abc"), st.sampled_from("xyz"))
steps = st.lists(st.one_of(st.tuples(requesters, st.sampled_from(Urgency)), st.just("take"), st.just("release")))


@given(steps)
def test_every_job_begins_once_and_never_are_more_under_way_than_there_are_places(steps):
    queue, added, begun, held = FairQueue(places=4), [], [], []
    for number, step in enumerate(steps):
        if step == "take":
            taken = queue.take()
            if taken is not None:
                begun.append(taken.id)
                held.append(taken.id)
            assert sum(job.urgency is not Urgency.IMMEDIATE for job in queue.holding()) <= 4
        elif step == "release" and held:
            queue.release(held.pop(0))
        elif step != "release":
            queue.add(QueuedJob(f"job{number}", *step))
            added.append(f"job{number}")
    while held or len(begun) < len(added):
        while (taken := queue.take()) is not None:
            begun.append(taken.id)
            held.append(taken.id)
        queue.release(held.pop(0))

    assert sorted(begun) == sorted(added)
    assert (list(queue.waiting()), queue.holding()) == ([], ())
    assert not queue._held
    assert not queue._jobs_of

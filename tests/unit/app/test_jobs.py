"""Background work: one answer, on the main thread, of the newest request."""

import os
import sys
import threading

import pytest

from ekphrasis_app.app.jobs import POLITE, Jobs
from ekphrasis_app.app.plain_loop import PlainLoop
from ekphrasis_app.domain.errors import Cancelled


class Answers:
    def __init__(self) -> None:
        self.done: list[object] = []
        self.failed: list[Exception] = []
        self.threads: set[threading.Thread] = set()

    def take(self, result: object) -> None:
        self.done.append(result)
        self.threads.add(threading.current_thread())

    def lose(self, error: Exception) -> None:
        self.failed.append(error)
        self.threads.add(threading.current_thread())

    @property
    def any(self) -> bool:
        return bool(self.done or self.failed)


def test_the_result_comes_home_once_on_the_main_thread() -> None:
    loop, answers = PlainLoop(), Answers()
    Jobs(loop).run("lane", lambda cancel, progress: 42, answers.take, answers.lose)
    assert loop.run_until(lambda: answers.any, 5)
    loop.run_until(lambda: False, 0.05)
    assert answers.done == [42]
    assert answers.failed == []
    assert answers.threads == {threading.current_thread()}


def test_an_error_comes_home_instead_of_a_result() -> None:
    loop, answers = PlainLoop(), Answers()
    wrong = ValueError("wrong")

    def work(cancel: object, progress: object) -> None:
        raise wrong

    Jobs(loop).run("lane", work, answers.take, answers.lose)
    assert loop.run_until(lambda: answers.any, 5)
    assert answers.failed == [wrong]
    assert answers.done == []


def test_the_newest_request_of_a_lane_wins_and_the_older_is_given_up() -> None:
    loop, answers = PlainLoop(), Answers()
    jobs, released = Jobs(loop), threading.Event()
    older = jobs.run("lane", lambda c, p: released.wait(5), answers.take, answers.lose)
    jobs.run("lane", lambda c, p: "newer", answers.take, answers.lose)
    released.set()
    assert loop.run_until(lambda: answers.any, 5)
    loop.run_until(lambda: False, 0.1)
    assert older.cancelled
    assert answers.done == ["newer"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux threads have a niceness")
def test_work_makes_way_for_the_voice_and_the_window() -> None:
    loop, answers = PlainLoop(), Answers()

    def niceness(*_: object) -> int:
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    before = niceness()
    Jobs(loop).run("lane", niceness, answers.take, answers.lose)
    assert loop.run_until(lambda: answers.any, 5)
    assert answers.done == [max(before, POLITE)]
    assert niceness() == before


def test_lanes_do_not_disturb_each_other() -> None:
    loop, answers = PlainLoop(), Answers()
    jobs = Jobs(loop)
    jobs.run("one", lambda c, p: 1, answers.take, answers.lose)
    jobs.run("two", lambda c, p: 2, answers.take, answers.lose)
    assert loop.run_until(lambda: len(answers.done) == 2, 5)
    assert sorted(answers.done) == [1, 2]


def test_giving_up_answers_with_cancelled() -> None:
    loop, answers = PlainLoop(), Answers()
    jobs, started = Jobs(loop), threading.Event()

    def work(cancel: object, progress: object) -> None:
        started.set()
        while True:
            cancel.check()

    jobs.run("lane", work, answers.take, answers.lose)
    assert started.wait(5)
    assert jobs.cancel("lane")
    assert loop.run_until(lambda: answers.any, 5)
    assert isinstance(answers.failed[0], Cancelled)
    assert not jobs.busy("lane")
    assert not jobs.cancel("lane")


def test_work_that_ended_but_is_not_home_yet_can_still_be_given_up() -> None:
    loop, answers, ended = PlainLoop(), Answers(), threading.Event()
    jobs = Jobs(loop)
    jobs.run("lane", lambda cancel, progress: ended.set(), answers.take, answers.lose)
    assert ended.wait(5)
    assert jobs.cancel("lane")
    assert loop.run_until(lambda: answers.any, 5)
    assert answers.done == []
    assert [type(error) for error in answers.failed] == [Cancelled]


def test_progress_is_told_on_the_main_thread_before_the_result() -> None:
    loop, answers = PlainLoop(), Answers()
    told: list[tuple[int, int]] = []

    def work(cancel: object, progress: object) -> str:
        progress(1, 2)
        progress(2, 2)
        return "ready"

    Jobs(loop).run("lane", work, answers.take, answers.lose, lambda d, n: told.append((d, n)))
    assert loop.run_until(lambda: answers.any, 5)
    assert told == [(1, 2), (2, 2)]


def test_closing_gives_everything_up() -> None:
    loop, answers = PlainLoop(), Answers()
    jobs = Jobs(loop)

    def work(cancel: object, progress: object) -> None:
        while True:
            cancel.check()

    token = jobs.run("lane", work, answers.take, answers.lose)
    jobs.close()
    loop.run_until(lambda: False, 0.05)
    assert token.cancelled
    assert not answers.any

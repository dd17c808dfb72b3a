"""The thread of the window, posted to from others."""

import threading

from ekphrasis_app.ui.main_thread import QtMainThread


def test_calls_from_another_thread_run_here_and_in_order(qtbot):
    main, ran = QtMainThread(), []

    def work():
        for number in range(5):
            main.post(lambda n=number: ran.append((n, threading.current_thread())))

    threading.Thread(target=work).start()
    qtbot.waitUntil(lambda: len(ran) == 5)
    assert [number for number, _ in ran] == list(range(5))
    assert {thread for _, thread in ran} == {threading.main_thread()}


def test_a_call_never_runs_inside_another(qtbot):
    main, ran = QtMainThread(), []
    main.post(lambda: (main.post(lambda: ran.append("inner")), ran.append("outer")))
    qtbot.waitUntil(lambda: len(ran) == 2)
    assert ran == ["outer", "inner"]


def test_a_later_call_can_be_taken_back(qtbot):
    main, ran = QtMainThread(), []
    take_back = main.later(0.01, lambda: ran.append("taken back"))
    main.later(0.05, lambda: ran.append("kept"))
    take_back()
    qtbot.waitUntil(lambda: bool(ran))
    assert ran == ["kept"]


def test_what_is_posted_after_the_end_is_dropped(qtbot):
    main, ran = QtMainThread(), []
    main.close()
    main.post(lambda: ran.append("too late"))
    qtbot.wait(20)
    assert ran == []

"""The nets under the whole suite hold."""

import logging
import os
import socket
import subprocess
import sys

import pytest

from tests.conftest import Surprises
from tests.offline import closed_network

ELSEWHERE = ("192.0.2.1", 80)  # an address reserved for documentation


def test_other_machines_are_out_of_reach():
    with socket.socket() as sock, pytest.raises(closed_network.NetworkClosed):
        sock.connect(ELSEWHERE)
    assert closed_network.attempts == ["192.0.2.1"]
    closed_network.attempts.clear()


def test_names_are_not_looked_up():
    with pytest.raises(closed_network.NetworkClosed):
        socket.getaddrinfo("example.invalid", 80)
    closed_network.attempts.clear()


def test_this_machine_is_out_of_reach_without_the_marker():
    with socket.socket() as sock, pytest.raises(closed_network.NetworkClosed):
        sock.bind(("127.0.0.1", 0))


@pytest.mark.network
def test_this_machine_is_reached_with_the_marker():
    with socket.socket() as server, socket.socket() as client:
        server.bind(("127.0.0.1", 0))
        server.listen()
        client.connect(server.getsockname())


def test_unix_sockets_stay_open(tmp_path):
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "s"))


def test_programs_started_by_a_test_are_offline_too():
    code = f"import socket; socket.socket().connect({ELSEWHERE!r})"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert "the network is closed during tests" in run.stderr


def test_the_home_is_empty_and_named_in_the_environment(home):
    assert os.environ["EKPHRASIS_HOME"] == str(home)
    assert list(home.iterdir()) == []


def test_a_warning_that_was_announced_passes(warnings_logged):
    warnings_logged.expect("odd")
    logging.getLogger("any").warning("this is odd")


def test_an_unannounced_warning_and_a_missing_one_are_told_apart():
    surprises = Surprises()
    surprises.expect("never logged")
    surprises.emit(logging.makeLogRecord({"levelno": 30, "msg": "odd", "name": "x"}))
    assert len(surprises.unexpected()) == 1
    assert surprises.missing() == ["never logged"]

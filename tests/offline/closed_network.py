"""Closes the network for one Python process, so that calling home cannot go unseen.

An audit hook sees every connection, whichever library opens it, and cannot be patched
away. Sockets of the AF_UNIX family stay open: the screen, sound and speech of the machine
are reached through them. This machine's own address is allowed where ``LOOPBACK`` is set
in the environment, which the marker ``network`` does.
"""

import os
import socket
import sys

LOOPBACK = "EKPHRASIS_TEST_LOOPBACK"
INTERNET = (socket.AF_INET, socket.AF_INET6)
ADDRESSED = ("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg")
LOOKED_UP = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr")
HERE = ("127.0.0.1", "::1", "localhost", "", "None")

attempts: list[str] = []
"""Hosts elsewhere that this process tried to reach, even where the error was swallowed."""


class NetworkClosed(OSError):
    """Raised instead of opening a connection."""


def _host(event, args):
    """The host that an audit event is about, or None where no other machine is meant."""
    if event in LOOKED_UP:
        host = args[0]
    elif event in ADDRESSED and args[0].family in INTERNET:
        host = args[1][0] if args[1] else ""
    else:
        return None
    return host.decode() if isinstance(host, bytes) else str(host)


def _refuse(event, args):
    host = _host(event, args)
    if host is None or (host in HERE and os.environ.get(LOOPBACK)):
        return
    if host not in HERE:
        attempts.append(host)
    raise NetworkClosed(f"the network is closed during tests, but {host!r} was addressed")


def close_network():
    """From now on, and for good, this process reaches no other machine."""
    sys.addaudithook(_refuse)

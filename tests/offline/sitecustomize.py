"""Python runs this first in every process that the tests start."""

from closed_network import close_network

close_network()

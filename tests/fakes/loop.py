"""A main thread whose time the test moves."""

import heapq
from itertools import count


class HandLoop:
    """Runs posted calls when asked; timers are due when the test moves the time on."""

    def __init__(self):
        self.now = 0.0
        self._posted = []
        self._timers = []
        self._numbers = count()

    def post(self, call):
        self._posted.append(call)

    def later(self, seconds, call):
        entry = [self.now + seconds, next(self._numbers), call]
        heapq.heappush(self._timers, entry)

        def take_back():
            entry[2] = None

        return take_back

    def run(self, seconds=0.0):
        """Let ``seconds`` go by, and run all that is due meanwhile."""
        end = self.now + seconds
        self._run_posted()
        while self._timers and self._timers[0][0] <= end + 1e-9:
            self.now, _, call = heapq.heappop(self._timers)
            if call is not None:
                call()
            self._run_posted()
        self.now = end

    @property
    def waiting(self):
        """How many timers have not been taken back."""
        return sum(entry[2] is not None for entry in self._timers)

    def _run_posted(self):
        while self._posted:
            self._posted.pop(0)()

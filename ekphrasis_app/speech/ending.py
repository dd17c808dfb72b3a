"""The end of an utterance, which several threads may bring about and one may tell."""

import threading

from ekphrasis_app.ports import Done, Outcome


class Ending:
    """Tells ``done`` the first outcome, once, whoever comes first."""

    def __init__(self, done: Done) -> None:
        self._done = done
        self._lock = threading.Lock()
        self.over = False

    def tell(self, outcome: Outcome) -> None:
        """The utterance ended so; later endings are not heard."""
        with self._lock:
            told, self.over = self.over, True
        if not told:
            self._done(outcome)

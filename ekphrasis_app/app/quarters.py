"""Long work told aloud: each quarter once, no more."""

from collections.abc import Callable

from ekphrasis_app.ports import Announcer


class Quarters:
    """Says how far long work is; ``sentence(percent)`` puts it into words."""

    def __init__(self, announcer: Announcer, sentence: Callable[[int], str]) -> None:
        self._announcer = announcer
        self._sentence = sentence
        self._told = 0

    def begin(self) -> None:
        """Nothing is done yet."""
        self._told = 0

    def reach(self, done: int, total: int) -> float | None:
        """Say a quarter that is new; the share that is done, or None where nobody knows."""
        if not 0 <= done <= total or not total:
            return None
        quarter = 4 * done // total
        if self._told < quarter < 4:
            self._announcer.say(self._sentence(25 * quarter))
        self._told = quarter
        return done / total

"""Errors meant for people: what happened, and what to do about it.

Everything that is not a ``Problem`` is a bug: it is logged, and the person hears one
sentence that says so. ``Cancelled`` is neither: somebody asked for it.
"""


class Problem(Exception):
    """Something went wrong that a person can understand and often mend.

    ``happened`` and ``advice`` are whole sentences; together they are what is shown
    and spoken. Their ``{names}`` stand for ``values``, so that a sentence can be
    translated before it is filled in. ``exit_code`` is what the command line ends with.
    """

    exit_code = 1

    def __init__(self, happened: str, advice: str = "", **values: object) -> None:
        self.happened = happened
        self.advice = advice
        self.values = values
        text = f"{happened} {advice}".strip()
        super().__init__(text.format(**values) if values else text)


class InputProblem(Problem):
    """What the person gave cannot be used."""

    exit_code = 2


class PictureProblem(InputProblem):
    """A picture that cannot be read or used."""


class LibraryProblem(Problem):
    """The library of poems cannot be opened, read or written."""


class BundleProblem(Problem):
    """A model bundle is missing, altered or of another version."""


class SpeechProblem(Problem):
    """A speech engine or the sound output does not work."""


class SettingsProblem(Problem):
    """The settings file cannot be used as it is."""


class Cancelled(Exception):
    """The work was given up because somebody asked for that."""

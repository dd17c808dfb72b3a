"""Half an hour of reading on a clock that jumps; ``bench speech`` does eight."""

import pytest

from ekphrasis_app.domain.errors import SpeechProblem
from ekphrasis_app.speech.engines.espeak import Espeak
from tests.hours import simulated_hours


def test_a_long_reading_loses_no_line_and_does_not_grow():
    try:
        Espeak()
    except SpeechProblem as problem:
        pytest.skip(str(problem))
    half_an_hour = simulated_hours(0.5)
    assert half_an_hour.lines > 500
    assert half_an_hour.lost == 0
    # Samples of the second quarter of an hour are 40 MB: a leak of sound would show.
    assert half_an_hour.growth < 5

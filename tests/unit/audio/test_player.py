import time

import pytest

from ekphrasis_app.audio.player import STALLED, Player
from ekphrasis_app.domain.errors import SpeechProblem
from ekphrasis_app.ports import Outcome
from tests.fakes.sound import HandStream, tone


class Told:
    """What the player told of one sound."""

    def __init__(self):
        self.words = []
        self.outcomes = []

    def marked(self, start, length):
        self.words.append(start)

    def done(self, outcome):
        self.outcomes.append(outcome)


@pytest.fixture
def stream():
    return HandStream()


@pytest.fixture
def player(stream):
    player = Player(stream.open, stream.clock)
    yield player
    player.close()


def say(player, seconds=1.0, words=()):
    told = Told()
    return player.play(tone(seconds, words), 1.0, told.marked, told.done), told


def until(condition):
    end = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.001)


def run(stream, player, seconds):
    """Let time go by, and the teller look."""
    heard = stream.run(seconds)
    player._wake.set()
    time.sleep(0.02)
    return heard


def test_the_device_is_opened_once_for_many_sounds(player, stream):
    for _ in range(3):
        say(player, 0.1)
        run(stream, player, 0.2)
    assert stream.opened == 1


def test_a_sound_is_heard_and_its_end_is_told_once(player, stream):
    _, told = say(player, 0.5)
    assert run(stream, player, 0.4).any()
    assert told.outcomes == []
    run(stream, player, 0.3)
    until(lambda: told.outcomes)
    run(stream, player, 0.3)
    assert told.outcomes == [Outcome.FINISHED]


def test_each_word_is_told_when_it_is_heard_not_before(player, stream):
    _, told = say(player, 1.0, words=(0.0, 0.3, 0.6))
    run(stream, player, 0.2)
    assert told.words == [0]
    run(stream, player, 0.2)
    assert told.words == [0, 1]
    run(stream, player, 0.7)
    until(lambda: told.outcomes)
    assert told.words == [0, 1, 2]


def test_stop_is_silence_after_the_fade_and_is_told(player, stream):
    saying, told = say(player)
    run(stream, player, 0.3)
    saying.stop()
    assert told.outcomes == [Outcome.STOPPED]
    run(stream, player, 0.1)
    assert not run(stream, player, 0.5).any()
    saying.stop()
    assert told.outcomes == [Outcome.STOPPED]


def test_a_new_sound_takes_the_place_of_the_old_one(player, stream):
    _, first = say(player)
    run(stream, player, 0.2)
    _, second = say(player, 0.2)
    assert first.outcomes == [Outcome.STOPPED]
    run(stream, player, 0.3)
    until(lambda: second.outcomes)
    assert second.outcomes == [Outcome.FINISHED]


def test_pause_is_silence_and_resume_begins_with_the_word_that_was_heard(player, stream):
    saying, told = say(player, 1.0, words=(0.0, 0.5))
    run(stream, player, 0.8)
    saying.pause()
    run(stream, player, 0.05)
    assert not run(stream, player, 2.0).any()
    saying.resume()
    # The second word began at 0.5, so half a second is left of the sound.
    assert run(stream, player, 0.45)[-1] > 0
    assert told.outcomes == []
    run(stream, player, 0.1)
    until(lambda: told.outcomes)
    assert told.outcomes == [Outcome.FINISHED]
    assert told.words == [0, 1]


def test_a_paused_sound_can_be_stopped(player, stream):
    saying, told = say(player)
    saying.pause()
    saying.stop()
    saying.resume()
    assert told.outcomes == [Outcome.STOPPED]
    run(stream, player, 0.1)
    assert not run(stream, player, 0.2).any()


def test_a_cue_does_not_cut_into_the_voice(player, stream):
    _, told = say(player, 0.5)
    run(stream, player, 0.2)
    player.cue(tone(0.1, level=4000), 1.0)
    with_cue = run(stream, player, 0.05)
    assert with_cue.max() > 8000 / 32768
    run(stream, player, 0.4)
    until(lambda: told.outcomes)
    assert told.outcomes == [Outcome.FINISHED]


def test_a_cue_without_a_device_is_nothing(player, stream):
    stream.missing = True
    player.cue(tone(0.1), 1.0)
    assert not player.is_open


def test_without_a_device_playing_is_a_problem_in_words(player, stream):
    stream.missing = True
    with pytest.raises(SpeechProblem, match="No sound output"):
        say(player)


def test_a_device_that_comes_later_is_found_at_the_next_sound(player, stream):
    stream.missing = True
    with pytest.raises(SpeechProblem):
        player.open()
    stream.missing = False
    say(player)
    assert run(stream, player, 0.2).any()


def test_a_device_that_goes_away_is_told_once_and_the_next_one_is_opened(player, stream):
    _, told = say(player)
    run(stream, player, 0.2)
    stream.gone()
    until(lambda: told.outcomes)
    assert told.outcomes == [Outcome.LOST]
    assert stream.closed == 1
    _, again = say(player, 0.1)
    run(stream, player, 0.2)
    until(lambda: again.outcomes)
    assert again.outcomes == [Outcome.FINISHED]
    assert stream.opened == 2


def test_a_device_that_hangs_counts_as_gone(player, stream):
    _, told = say(player)
    run(stream, player, 0.2)
    stream.now += STALLED + 0.1
    player._wake.set()
    until(lambda: told.outcomes)
    assert told.outcomes == [Outcome.LOST]


def test_a_slow_listener_does_not_hold_up_the_sound(player, stream):
    def slow(start, length):
        time.sleep(0.2)

    player.play(tone(1.0, words=(0.0, 0.1)), 1.0, slow, lambda outcome: None)
    stream.run(0.05)
    player._wake.set()
    time.sleep(0.02)
    started = time.monotonic()
    assert stream.run(0.5).all()
    assert time.monotonic() - started < 0.15

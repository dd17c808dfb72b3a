"""A sentence is shown, kept and said once, by the route that was chosen."""

from collections.abc import Callable

import pytest

from ekphrasis_app.app.announcer import Announcements, OwnVoice
from ekphrasis_app.domain.reading import Reading
from ekphrasis_app.settings import Settings
from tests.fakes.app import ScriptedReader


class Mouth:
    """A voice that ends a sentence when the test says so."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.stopped = 0
        self._done: Callable[[bool], None] | None = None

    def speak(self, sentence: str, done: Callable[[bool], None]) -> "Mouth":
        self.said.append(sentence)
        self._done = done
        return self

    def finish(self) -> None:
        assert self._done
        done, self._done = self._done, None
        done(True)

    def stop(self) -> None:
        self.stopped += 1

    def pause(self) -> None: ...

    def resume(self) -> None: ...


@pytest.fixture
def mouth() -> Mouth:
    return Mouth()


@pytest.fixture
def reader() -> ScriptedReader:
    return ScriptedReader()


@pytest.fixture
def settings() -> Settings:
    return Settings()


@pytest.fixture
def announcer(mouth: Mouth, reader: ScriptedReader, settings: Settings) -> Announcements:
    return Announcements(settings, OwnVoice(mouth.speak, reader))


def test_sentences_are_said_one_after_another(announcer: Announcements, mouth: Mouth) -> None:
    announcer.say("One.")
    announcer.say("Two.")
    assert mouth.said == ["One."]
    mouth.finish()
    assert mouth.said == ["One.", "Two."]


def test_an_urgent_sentence_takes_the_place_of_all_others(
    announcer: Announcements, mouth: Mouth
) -> None:
    announcer.say("One.")
    announcer.say("Two.")
    announcer.say("Fire!", urgent=True)
    assert mouth.stopped == 1
    assert mouth.said == ["One.", "Fire!"]
    mouth.finish()
    assert mouth.said == ["One.", "Fire!"]


def test_a_poem_waits_while_a_sentence_is_said(
    announcer: Announcements, mouth: Mouth, reader: ScriptedReader
) -> None:
    reader.state = Reading.READING
    announcer.say("Rate 120 percent.")
    assert reader.state is Reading.PAUSED
    mouth.finish()
    assert reader.state is Reading.READING


def test_a_poem_that_the_person_paused_stays_paused(
    announcer: Announcements, mouth: Mouth, reader: ScriptedReader
) -> None:
    reader.state = Reading.PAUSED
    announcer.say("Line 3.")
    mouth.finish()
    assert reader.state is Reading.PAUSED


def test_letting_go_silences_the_sentence_and_the_poem_stays_quiet(
    announcer: Announcements, mouth: Mouth, reader: ScriptedReader
) -> None:
    reader.state = Reading.READING
    announcer.say("Rate 120 percent.")
    announcer.let_go()
    assert mouth.stopped == 1
    assert reader.state is Reading.PAUSED


def test_hushing_lets_the_poem_go_on(
    announcer: Announcements, mouth: Mouth, reader: ScriptedReader
) -> None:
    reader.state = Reading.READING
    announcer.say("Rate 120 percent.")
    announcer.hush()
    assert reader.state is Reading.READING


@pytest.mark.parametrize(
    ("wish", "own", "handed_over"),
    [("ask", 1, 0), ("own", 1, 0), ("screen-reader", 0, 1), ("both", 0, 1)],
)
def test_each_sentence_takes_exactly_one_route(
    announcer: Announcements,
    settings: Settings,
    mouth: Mouth,
    wish: str,
    own: int,
    handed_over: int,
) -> None:
    to_reader: list[str] = []
    announcer.to_screen_reader = lambda sentence, urgent: to_reader.append(sentence)
    settings.set("reader", wish)
    announcer.say("Five poems found.")
    assert (len(mouth.said), len(to_reader)) == (own, handed_over)


def test_what_a_screen_reader_says_by_itself_is_left_to_it(
    announcer: Announcements, settings: Settings, mouth: Mouth
) -> None:
    to_reader: list[str] = []
    announcer.to_screen_reader = lambda sentence, urgent: to_reader.append(sentence)
    settings.set("reader", "screen-reader")
    announcer.echo("Open a picture, button")
    settings.set("reader", "own")
    announcer.echo("Settings, button")
    assert (mouth.said, to_reader) == (["Settings, button"], [])


def test_messages_are_kept_shown_and_said_again(announcer: Announcements, mouth: Mouth) -> None:
    shown: list[str] = []
    announcer.watch(shown.append)
    announcer.say("Five poems found.")
    announcer.say_again()
    assert shown == ["Five poems found."]
    assert list(announcer.messages) == ["Five poems found."]
    assert mouth.said == ["Five poems found.", "Five poems found."]


def test_what_is_heard_in_another_way_is_shown_and_kept(
    announcer: Announcements, mouth: Mouth
) -> None:
    shown: list[str] = []
    announcer.watch(shown.append)
    announcer.keep("Language: English")
    assert mouth.said == []
    assert shown == ["Language: English"]
    announcer.say_again()
    assert mouth.said == ["Language: English"]


def test_the_echo_of_what_a_message_brought_about_does_not_cut_it_off(
    announcer: Announcements, mouth: Mouth
) -> None:
    announcer.say("Note kept.", urgent=True)
    announcer.echo("Open picture, button")
    announcer.echo("Poem text")
    assert (mouth.said, mouth.stopped) == (["Note kept."], 0)
    mouth.finish()
    assert mouth.said == ["Note kept.", "Poem text"]


def test_the_echo_of_what_the_person_does_cuts_messages_off(
    announcer: Announcements, mouth: Mouth
) -> None:
    announcer.say("Note kept.", urgent=True)
    announcer.acted()
    announcer.echo("Poem text")
    assert (mouth.said, mouth.stopped) == (["Note kept.", "Poem text"], 1)

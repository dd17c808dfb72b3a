from dataclasses import replace

import pytest

from ekphrasis_app.domain.cue import Cue
from ekphrasis_app.domain.place import START, Place
from ekphrasis_app.domain.poem import Poem, stanzas_of
from ekphrasis_app.domain.reading import Extent, Reading, Role
from ekphrasis_app.ports import Manner, Outcome
from ekphrasis_app.speech import script
from ekphrasis_app.speech.reader import SLOWER, Listener, Reader, ReadingOptions
from ekphrasis_app.speech.verse import COMMA, RUNS_ON, STANZA
from tests.fakes.engine import ScriptedEngine
from tests.fakes.loop import HandLoop

POEM = Poem(
    "harbour",
    "The Harbour Light",
    "Ann Writer",
    stanzas_of("The lamp goes round,\nthe lamp goes\nround again,\n\nand no one counts."),
)
PLAIN = ReadingOptions(say_title=False)


class Desk:
    """A reader with an engine, a loop and a listener that the test holds."""

    def __init__(self, pause_in_line=True):
        self.loop = HandLoop()
        self.engine = ScriptedEngine(pause_in_line)
        self.places = []
        self.ends = []
        self.troubles = []
        self.cues = []
        self.options = PLAIN
        self.manner = Manner()
        self.roles = []
        listener = Listener(
            self.places.append, self.ends.append, self.troubles.append, self.cues.append
        )
        self.reader = Reader(
            self.engine, self.loop, self._manner, listener, lambda: self.options
        )

    def _manner(self, role, language):
        self.roles.append(role)
        return replace(self.manner, language=language)

    def finish(self, pause=5.0):
        """The line is heard to its end, and the pause after it goes by."""
        self.engine.saying.end()
        self.loop.run(pause)

    def hear(self, word):
        self.engine.saying.hear(word)
        self.loop.run()


@pytest.fixture
def desk():
    return Desk()


def test_a_poem_is_read_line_by_line_in_order(desk):
    desk.reader.read(POEM, START)
    for _ in POEM.lines:
        assert desk.reader.state is Reading.READING
        desk.finish()
    assert desk.engine.said == [
        "The lamp goes round,",
        "the lamp goes,",
        "round again,",
        "and no one counts.",
    ]
    assert desk.reader.state is Reading.SILENT
    assert desk.ends == [True]


def test_the_place_follows_the_words_that_are_heard(desk):
    desk.reader.read(POEM, START)
    desk.hear("lamp")
    desk.hear("round")
    desk.finish()
    assert desk.places == [Place(0, 0, 0), Place(0, 0, 1), Place(0, 0, 3), Place(0, 1, 0)]


def test_words_of_a_line_that_was_left_move_nothing(desk):
    desk.reader.read(POEM, START)
    left = desk.engine.saying
    desk.reader.read(POEM, Place(1))
    left.hear("round")
    desk.loop.run()
    assert desk.places[-1] == Place(1)


@pytest.mark.parametrize(
    ("lines", "pause"), [(1, COMMA), (2, RUNS_ON), (3, STANZA)], ids=["comma", "open", "stanza"]
)
def test_the_pause_between_lines_is_that_of_verse(desk, lines, pause):
    desk.reader.read(POEM, START)
    for _ in range(lines - 1):
        desk.finish()
    desk.engine.saying.end()
    desk.loop.run(pause - 0.01)
    assert len(desk.engine.said) == lines
    desk.loop.run(0.02)
    assert len(desk.engine.said) == lines + 1


def test_pauses_are_shorter_when_the_voice_is_faster(desk):
    desk.manner = Manner(rate=3.0)
    desk.reader.read(POEM, START)
    desk.engine.saying.end()
    desk.loop.run(COMMA / 3 + 0.01)
    assert len(desk.engine.said) == 2


def test_the_engine_is_told_what_comes_next(desk):
    desk.reader.read(POEM, START)
    assert desk.engine.prepared == ["the lamp goes,", "round again,"]


def test_reading_begins_at_the_word_of_the_place(desk):
    desk.reader.read(POEM, Place(0, 0, 2))
    assert desk.engine.said == ["goes round,"]
    desk.hear("round")
    assert desk.places == [Place(0, 0, 2), Place(0, 0, 3)]


@pytest.mark.parametrize(
    ("extent", "lines"), [(Extent.LINE, 1), (Extent.STANZA, 2), (Extent.POEM, 3)]
)
def test_how_far_it_reads(desk, extent, lines):
    desk.reader.read(POEM, Place(0, 1), extent)
    while desk.reader.state is Reading.READING:
        desk.finish()
    assert len(desk.engine.said) == lines
    assert desk.ends == [True]


def test_title_and_what_is_about_the_poem_come_first_if_wanted(desk):
    desk.options = ReadingOptions(about=lambda poem: f"{poem.author}, {len(poem.lines)} lines")
    desk.reader.read(POEM, START)
    for _ in range(3):
        desk.finish()
    assert desk.engine.said[:3] == ["The Harbour Light", "Ann Writer, 4 lines", POEM.lines[0]]
    assert desk.places == [START, Place(0, 1)]
    assert {Role.TITLE, Role.INTERFACE, Role.POEM} == set(desk.roles)


def test_the_title_is_not_said_in_the_middle_or_for_one_line(desk):
    desk.options = ReadingOptions()
    desk.reader.read(POEM, Place(1))
    desk.reader.read(POEM, START, Extent.LINE)
    assert desk.engine.said == ["and no one counts.", "The lamp goes round,"]


def test_pause_and_resume_go_on_in_the_line(desk):
    desk.reader.read(POEM, START)
    desk.hear("goes")
    desk.reader.pause()
    assert desk.reader.state is Reading.PAUSED
    desk.reader.resume()
    assert desk.reader.state is Reading.READING
    assert desk.engine.saying.asked == ["pause", "resume"]
    assert len(desk.engine.said) == 1


def test_where_an_engine_cannot_pause_it_goes_on_with_the_word_that_was_heard():
    desk = Desk(pause_in_line=False)
    desk.reader.read(POEM, START)
    desk.hear("goes")
    desk.reader.pause()
    assert desk.engine.saying.asked == ["stop"]
    desk.loop.run(5)
    desk.reader.resume()
    assert desk.engine.said[-1] == "goes round,"
    assert desk.places[-1] == Place(0, 0, 2)


def test_when_something_else_was_said_meanwhile_it_goes_on_with_the_word(desk):
    desk.reader.read(POEM, START)
    desk.hear("goes")
    desk.reader.pause()
    desk.engine.speak("Five poems", Manner(), lambda *_: None, lambda _: None)
    desk.loop.run()
    assert desk.reader.state is Reading.PAUSED
    assert desk.ends == []
    desk.reader.resume()
    assert desk.engine.said[-1] == "goes round,"


def test_pause_between_two_lines_goes_on_with_the_next(desk):
    desk.reader.read(POEM, START)
    desk.engine.saying.end()
    desk.loop.run(0.01)
    desk.reader.pause()
    desk.loop.run(60)
    assert len(desk.engine.said) == 1
    desk.reader.resume()
    assert desk.engine.said[-1] == "the lamp goes,"


def test_stop_is_silence_and_nothing_goes_on(desk):
    desk.reader.read(POEM, START)
    desk.reader.stop()
    assert desk.engine.saying.asked == ["stop"]
    desk.loop.run(60)
    desk.reader.resume()
    assert len(desk.engine.said) == 1
    assert desk.reader.state is Reading.SILENT
    assert desk.ends == []


def test_stop_between_two_lines_takes_the_next_one_back(desk):
    desk.reader.read(POEM, START)
    desk.engine.saying.end()
    desk.loop.run(0.01)
    desk.reader.stop()
    assert desk.loop.waiting == 0
    desk.loop.run(60)
    assert len(desk.engine.said) == 1


def test_a_new_order_takes_the_place_of_the_old_one(desk):
    desk.reader.read(POEM, START)
    desk.reader.read(POEM, Place(1))
    assert desk.engine.said[-1] == "and no one counts."
    desk.finish()
    assert desk.ends == [True]
    assert len(desk.engine.said) == 2


def test_a_change_of_manner_is_heard_from_the_next_line_on(desk):
    desk.reader.read(POEM, START)
    desk.manner = Manner(rate=2.0, pitch=1.2, volume=0.5)
    desk.finish()
    assert desk.engine.saying.manner == Manner(rate=2.0, pitch=1.2, volume=0.5)


def test_a_line_can_be_repeated_slower(desk):
    desk.reader.read(POEM, START, Extent.LINE, slower=True)
    assert desk.engine.saying.manner.rate == pytest.approx(SLOWER)
    desk.reader.read(POEM, START, Extent.LINE)
    assert desk.engine.saying.manner.rate == 1.0


def test_the_voice_is_that_of_the_poems_language(desk):
    german = Poem("licht", "", "", (("Das Licht geht um",),), language="de")
    desk.reader.read(german, START)
    assert desk.engine.saying.manner.language == "de"


def test_a_line_in_another_language_has_the_voice_of_that_one(desk):
    poem = Poem("two", "", "", (("Ich weiß nicht, was die Glocke meint,", "I hear it ring"),))
    desk.reader.read(poem, START)
    assert desk.engine.saying.manner.language == "de"
    desk.finish()
    assert desk.engine.saying.manner.language == "en"


def test_a_word_in_another_script_has_a_voice_of_its_own_within_the_line(desk):
    poem = Poem("word", "", "", (("they say λόγος for a word", "and rest"),))
    desk.reader.read(poem, START)
    desk.hear("say")
    desk.finish(0.0)
    desk.loop.run(0.0)
    desk.finish(0.0)
    said = [(saying.text, saying.manner.language) for saying in desk.engine.sayings]
    assert said == [("they say,", "en"), ("λόγος,", "el"), ("for a word,", "en")]
    desk.hear("word")
    assert [place.word for place in desk.places] == [0, 1, 2, 3, 5]
    desk.finish()
    assert desk.engine.said[-1] == "and rest"
    assert desk.places[-1] == Place(0, 1, 0)


def test_reading_can_begin_at_a_word_after_one_in_another_script(desk):
    poem = Poem("word", "", "", (("they say λόγος for a word",),))
    desk.reader.read(poem, Place(0, 0, 4))
    assert desk.engine.said == ["a word"]


def test_a_language_without_a_voice_is_told_once(desk):
    welsh = Poem("golau", "", "", (("Mae golau yn troi", "o hyd"),), language="cy")
    desk.reader.read(welsh, START)
    desk.reader.read(welsh, START)
    assert [str(trouble) for trouble in desk.troubles] == [
        "There is no voice for the language Welsh. Another one reads."
    ]
    assert desk.engine.said == ["Mae golau yn troi,", "Mae golau yn troi,"]


def test_a_language_that_has_no_name_here_is_not_told_by_its_code(desk):
    desk.reader.read(
        Poem("klingon", "", "", (("bortaS bIr jablu'DI'",),), language="tlh"), START
    )
    assert [str(trouble) for trouble in desk.troubles] == [
        "There is no voice for this language. Another one reads."
    ]


def test_a_word_is_said_and_spelled(desk):
    desk.reader.spell(POEM, Place(0, 0, 3))
    assert desk.engine.said == ["round: R, O, U, N, D"]
    assert desk.places == [Place(0, 0, 3)]
    desk.finish()
    assert desk.ends == [True]


def test_it_can_wait_after_each_line(desk):
    desk.options = replace(PLAIN, pause_after_line=True)
    desk.reader.read(POEM, START)
    desk.finish()
    assert desk.reader.state is Reading.PAUSED
    assert desk.ends == [False]
    assert desk.troubles == []
    desk.reader.resume()
    assert desk.engine.said[-1] == "the lamp goes,"


def test_cues_tell_the_ends_of_lines_and_stanzas(desk):
    desk.reader.read(POEM, START)
    for _ in POEM.lines:
        desk.finish()
    assert desk.cues == [Cue.END_OF_LINE, Cue.END_OF_LINE, Cue.END_OF_STANZA]


def test_a_device_that_goes_away_pauses_and_says_so_and_the_word_is_kept(desk):
    desk.reader.read(POEM, START)
    desk.hear("goes")
    desk.engine.saying.end(Outcome.LOST)
    desk.loop.run()
    assert desk.reader.state is Reading.PAUSED
    assert [str(trouble) for trouble in desk.troubles] == [
        "The sound output has gone away. Reading is paused. "
        "Press the pause key to go on with another one."
    ]
    assert desk.ends == [False]
    desk.reader.resume()
    assert desk.engine.said[-1] == "goes round,"


def test_an_engine_that_fails_pauses_with_a_sentence(desk):
    desk.reader.read(POEM, START)
    desk.engine.saying.end(Outcome.FAILED)
    desk.loop.run()
    assert desk.reader.state is Reading.PAUSED
    assert "does not work" in str(desk.troubles[0])


def test_a_voice_that_someone_else_takes_leaves_it_paused(desk):
    desk.reader.read(POEM, START)
    desk.engine.speak("Look out", Manner(), lambda *_: None, lambda _: None)
    desk.loop.run()
    assert desk.reader.state is Reading.PAUSED
    assert (desk.ends, desk.troubles) == ([False], [])


def test_a_line_of_ornaments_is_a_pause(desk):
    poem = Poem("stars", "", "", (("one", "* * *", "two"),))
    desk.reader.read(poem, START)
    desk.finish()
    desk.loop.run(5)
    assert desk.engine.said == ["one,", "two"]
    assert Place(0, 1, 0) in desk.places


def test_every_line_of_a_long_poem_is_said_once(desk):
    lines = tuple(f"line {number}," for number in range(200))
    desk.reader.read(Poem("long", "", "", (lines,)), START)
    while desk.reader.state is Reading.READING:
        desk.finish()
    assert desk.engine.said == list(lines)


def test_a_long_poem_begins_as_soon_as_a_short_one(desk, monkeypatch):
    made = []
    line = script._line
    monkeypatch.setattr(script, "_line", lambda *at: made.append(at) or line(*at))
    desk.reader.read(Poem("long", "", "", (("a line,",) * 5000,)), START)
    assert len(made) <= 4

from ekphrasis_app.domain.reading import Role
from ekphrasis_app.ports import Manner, Outcome
from ekphrasis_app.speech.speaker import Speaker
from tests.fakes.engine import ScriptedEngine
from tests.fakes.loop import HandLoop


def speaker_with(engine, loop, asked):
    def manner(role, language):
        asked.append((role, language))
        return Manner(language=language)

    return Speaker(engine, loop, manner, lambda: "de")


def test_a_sentence_is_said_in_the_voice_and_language_of_the_interface():
    engine, asked = ScriptedEngine(), []
    speaker_with(engine, HandLoop(), asked).say("Fünf Gedichte", lambda finished: None)
    assert engine.said == ["Fünf Gedichte"]
    assert asked == [(Role.INTERFACE, "de")]


def test_the_language_is_that_of_the_moment():
    engine, asked, languages = ScriptedEngine(), [], ["de", "en"]

    def manner(role, language):
        asked.append(language)
        return Manner(language=language)

    speaker = Speaker(engine, HandLoop(), manner, lambda: languages.pop(0))
    speaker.say("Ein Gedicht", lambda finished: None)
    speaker.say("A poem", lambda finished: None)
    assert asked == ["de", "en"]


def test_its_end_comes_on_the_main_thread():
    engine, loop, ends = ScriptedEngine(), HandLoop(), []
    speaker = speaker_with(engine, loop, [])
    speaker.say("One", ends.append)
    engine.saying.end()
    assert ends == []
    loop.run()
    speaker.say("Two", ends.append)
    engine.saying.end(Outcome.LOST)
    loop.run()
    assert ends == [True, False]

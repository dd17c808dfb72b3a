import pytest

from ekphrasis_app.domain.errors import SpeechProblem
from ekphrasis_app.ports import Manner, Voice
from ekphrasis_app.speech.voices import best_voice, speaks, voice_for

VOICES = [
    Voice("us", "American", "en-US"),
    Voice("gb", "British", "en-gb"),
    Voice("gb2", "British woman", "en-gb"),
    Voice("de", "German", "de"),
    Voice("fr-be", "Belgian", "fr-be"),
    Voice("cmn", "Mandarin", "cmn"),
]


@pytest.mark.parametrize(
    ("language", "voice"),
    [
        ("en", "gb"),
        ("en-US", "us"),
        ("en_us", "us"),
        ("de", "de"),
        ("de-AT", "de"),
        ("fr", "fr-be"),
        ("zh", "cmn"),
        ("cy", "gb"),
    ],
)
def test_the_best_voice_is_the_nearest_one(language, voice):
    assert best_voice(VOICES, language).id == voice


def test_without_voices_there_is_a_sentence():
    with pytest.raises(SpeechProblem, match="no voices"):
        best_voice([], "en")


def test_whether_a_language_is_spoken():
    assert speaks(VOICES, "fr-CA")
    assert not speaks(VOICES, "cy")


def test_a_chosen_voice_is_taken_where_it_speaks_the_language():
    assert voice_for(VOICES, Manner(voice="gb2", language="en")).id == "gb2"
    assert voice_for(VOICES, Manner(voice="gb2", language="de")).id == "de"


def test_there_may_be_a_chosen_voice_for_each_language():
    assert voice_for(VOICES, Manner(voice="us|de", language="en-GB")).id == "us"
    assert voice_for(VOICES, Manner(voice="gb2|us|de", language="de")).id == "de"


def test_a_chosen_voice_of_another_engine_is_passed_over():
    assert voice_for(VOICES, Manner(voice="com.example.alex", language="en")).id == "gb"

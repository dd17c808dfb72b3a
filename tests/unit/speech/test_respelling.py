import ctypes

import pytest

from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.errors import SpeechProblem
from ekphrasis_app.ports import Manner
from ekphrasis_app.speech.engines.espeak import Espeak
from ekphrasis_app.speech.respelling import respelled


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("o'er", "ore"),
        ("o’er", "ore"),
        ("O'er", "ore"),
        ("o're", "ore"),
        ("o'ershadow", "oreshadow"),
        ("e'er", "air"),
        ("ne'er", "nair"),
        ("ne'er-failing", "nair-failing"),
        ("whate'er", "whatair"),
        ("e'en", "een"),
        ("th'", "the"),
        ("i'", "in"),
        ("i'the", "in the"),
        ("o'", "of"),
        ("thro'", "through"),
        ("tho'", "though"),
        ("heav'n", "heaven"),
        ("heav'nly", "heavenly"),
        ("giv'n", "given"),
        ("ev'n", "even"),
        ("dark'n'd", "darkened"),
        ("threat'nd", "threatened"),
        ("pow'r", "power"),
        ("flow'rs", "flowers"),
        ("pray'r", "prayer"),
        ("dang'rous", "dangerous"),
        ("lov'd", "loved"),
        ("deny'd", "denied"),
        ("drop'd", "dropped"),
        ("plac't", "placed"),
        ("fix't", "fixed"),
        ("gav'st", "gavest"),
        ("blessèd", "bless-ed"),
        ("wingèd", "wing-ed"),
        ("changèd", "change-ed"),
        ("admirèd", "admire-ed"),
        ("hast", "hasst"),
        ("ſhall", "shall"),
        ("&", "and"),
    ],
)
def test_an_old_spelling_is_spelled_as_it_is_said(written, said):
    assert respelled(written) == said


@pytest.mark.parametrize(
    "word",
    [
        "'tis", "'twas", "I'd", "he'd", "can't", "didn't", "is't", "was't", "for't", "had'st",
        "lov'st", "know'st", "summer's", "lovers'", "o'clock", "ma'am", "wond'ring", "naïve",
        "love", "I", "O",
    ],
)  # fmt: skip
def test_what_voices_say_rightly_is_left_alone(word):
    assert respelled(word) == word


@pytest.fixture(scope="module")
def phonemes():
    """What espeak-ng makes of a text, without stress marks and joints."""
    try:
        Espeak().synthesise("a", Manner(language="en"), CancelToken())
    except SpeechProblem as problem:
        pytest.skip(str(problem))
    library = ctypes.CDLL("libespeak-ng.so.1")
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p

    def heard(text):
        rest = ctypes.c_char_p(text.encode())
        marks = library.espeak_TextToPhonemes(ctypes.byref(rest), 1, 0).decode()
        return "".join(mark for mark in marks if mark not in "',; _:|")

    return heard


@pytest.mark.parametrize(
    ("written", "as_in"),
    [
        ("o'er", "ore"),
        ("ne'er", "nair"),
        ("th'", "the"),
        ("thro'", "through"),
        ("heav'n", "heaven"),
        ("giv'n", "given"),
        ("bow'r", "bower"),
        ("plac't", "placed"),
        ("nam'd", "named"),
        ("ta'en", "tane"),
        ("deny'd", "denied"),
    ],
)
def test_the_voice_says_the_old_spelling_like_the_new_one(phonemes, written, as_in):
    assert phonemes(respelled(written)) == phonemes(as_in)


@pytest.mark.parametrize("word", ["blessèd", "wingèd", "changèd", "belovèd"])
def test_an_accented_ed_is_a_syllable_of_its_own(phonemes, word):
    assert phonemes(respelled(word)).endswith("Ed")

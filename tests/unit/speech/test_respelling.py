import shutil
import subprocess

import pytest

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


def phonemes(text):
    """What espeak-ng makes of ``text``, without stress marks and joints."""
    heard = subprocess.run(
        ["espeak-ng", "-q", "-x", "-v", "en-gb", "--", text], capture_output=True, text=True
    ).stdout
    return "".join(mark for mark in heard if mark not in "',; \n")


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
def test_the_voice_says_the_old_spelling_like_the_new_one(written, as_in):
    if shutil.which("espeak-ng") is None:
        pytest.skip("needs the package espeak-ng")
    assert phonemes(respelled(written)) == phonemes(as_in)


@pytest.mark.parametrize("word", ["blessèd", "wingèd", "changèd", "belovèd"])
def test_an_accented_ed_is_a_syllable_of_its_own(word):
    if shutil.which("espeak-ng") is None:
        pytest.skip("needs the package espeak-ng")
    assert phonemes(respelled(word)).endswith("Ed")

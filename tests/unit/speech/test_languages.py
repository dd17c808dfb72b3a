import pytest

from ekphrasis_app.library.importers.gutenberg import _LANGUAGES
from ekphrasis_app.speech.languages import NAMES, language_name
from ekphrasis_app.speech.tongue import SCRIPTS, SMALL_WORDS


@pytest.mark.parametrize(
    ("tag", "name"),
    [("fr", "French"), ("en-GB", "English"), ("pt_BR", "Portuguese"), ("tlh", ""), ("", "")],
)
def test_a_language_is_called_by_its_name(tag, name):
    assert language_name(tag) == name


def test_every_language_that_poems_are_known_to_have_has_a_name():
    assert {*_LANGUAGES.values(), *SCRIPTS.values(), *SMALL_WORDS} <= set(NAMES)

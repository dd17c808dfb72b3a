import pytest

from ekphrasis_app.speech.numerals import is_numeral, value, with_numbers


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Sonnet XVIII", "Sonnet 18"),
        ("SONNET CLIV.", "SONNET 154."),
        ("XVIII", "18"),
        ("I", "1"),
        ("V.", "5."),
        ("Sonnet I", "Sonnet 1"),
        ("Canto V: The Gate", "Canto 5: The Gate"),
        ("Henry IV, Part I", "Henry 4, Part 1"),
        ("No. X", "No. 10"),
        ("Paradise Lost, Book IX", "Paradise Lost, Book 9"),
    ],
)
def test_roman_numerals_in_titles_are_numbers(title, said):
    assert with_numbers(title) == said


@pytest.mark.parametrize(
    "title",
    ["I wandered far", "To I. M.", "What I Said", "MIX", "A Mild Day", "I'm Here", ""],
)
def test_words_and_initials_stay(title):

    assert with_numbers(title) == title


@pytest.mark.parametrize(
    ("numeral", "number"), [("I", 1), ("IV", 4), ("XIX", 19), ("XLII", 42), ("MCMXCIX", 1999)]
)
def test_the_value_of_a_numeral(numeral, number):
    assert value(numeral) == number


@pytest.mark.parametrize(
    ("word", "known"), [("XIV", True), ("I", False), ("MIX", False), ("xiv", False)]
)
def test_which_words_are_numerals_by_themselves(word, known):
    assert is_numeral(word) is known

import pytest

from ekphrasis_app.speech.tongue import Run, language_of, runs


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("Ich weiß nicht, was die Glocke meint,", "de"),
        ("Il est dans la maison de mon père", "fr"),
        ("Et lux in tenebris est non fracta", "la"),
        ("Che il mio cuore non è più con te", "it"),
        ("Que la noche no es para mi", "es"),
    ],
)
def test_a_line_in_another_language_is_told_by_its_small_words(line, language):
    assert language_of(line, "en") == language


@pytest.mark.parametrize(
    "line",
    [
        "O come and die with me, the war was so",
        "La, la, la!",
        "Sans eyes, sans teeth",
        "And Don Juan went to the plaza del sol",
        "",
        "* * *",
    ],
)
def test_a_line_that_is_not_clearly_foreign_stays(line):
    assert language_of(line, "en") == "en"


def test_an_english_line_in_a_german_poem_is_english():
    assert language_of("and nobody will hear it in the night", "de") == "en"


def test_a_poem_in_a_language_whose_small_words_are_not_known_stays():
    assert language_of("Mae golau yn y nos in the and", "cy") == "cy"


def test_a_plain_line_is_one_run():
    assert runs("The lamp goes round", "en") == [Run(0, 4, "en")]


def test_words_in_another_script_are_runs_of_their_own():
    assert runs("they say “λόγος ἐστίν” for it", "en") == [
        Run(0, 2, "en"),
        Run(2, 4, "el"),
        Run(4, 6, "en"),
    ]


@pytest.mark.parametrize(
    ("word", "language"),
    [("ночь", "ru"), ("לילה", "he"), ("ليل", "ar"), ("夜", "zh"), ("よる", "ja")],
)
def test_each_script_has_its_language(word, language):
    assert runs(word, "en") == [Run(0, 1, language)]


def test_a_line_without_words_is_one_run():
    assert runs("* * *", "en") == [Run(0, 3, "en")]

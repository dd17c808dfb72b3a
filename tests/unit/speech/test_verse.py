import pytest

from ekphrasis_app.speech.verse import (
    CLAUSE,
    COMMA,
    RUNS_ON,
    SENTENCE,
    STANZA,
    ends_open,
    pause_after,
    spoken_line,
)


def pairs(line, **how):
    """Each stretch of what is said with the written word it stands for."""
    spoken = spoken_line(line, **how)
    written = line.split()
    return [(spoken.text[one.start : one.end], written[one.word]) for one in spoken.words]


def test_a_plain_line_is_said_as_it_is_written():
    assert spoken_line("The lamp goes round,").text == "The lamp goes round,"


def test_indents_and_wide_gaps_are_not_said():
    assert spoken_line("      The   lamp").text == "The lamp"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("O love—my own", "O love — my own"),
        ("O love -- my own", "O love — my own"),
        ("and then—", "and then —"),
        ("—and then", "— and then"),
        ("wait... for it", "wait… for it"),
        ("wait . . . for it", "wait… for it"),
        ("wait…", "wait…"),
    ],
)
def test_dashes_and_dots_are_marks_that_voices_pause_at(line, said):
    assert spoken_line(line).text.replace(" …", "…") == said


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("“Come,” she said", "Come, she said"),
        ("_Nevermore_ and *more*", "Nevermore and more"),
        ("[Exit the ghost.]", "(Exit the ghost.)"),
        ("‘No,’ he cried.", "'No,' he cried."),
    ],
)
def test_what_only_the_eye_needs_is_not_said(line, said):
    assert spoken_line(line).text.replace("‘", "'").replace("’", "'") == said


def test_a_line_of_ornaments_has_nothing_to_say():
    spoken = spoken_line("* * *")
    assert spoken.text == ""
    assert spoken.word_at(0) == 0


def test_words_in_capitals_are_words_not_letters():
    assert spoken_line("IT was THE lamp").text == "it was the lamp"
    assert spoken_line("I saw O and TV").text == "I saw O and TV"


def test_a_numeral_over_a_part_is_a_number():
    assert spoken_line("XIV.").text == "14."
    assert spoken_line("PART II").text == "part 2"


def test_a_line_that_runs_on_keeps_the_voice_up():
    assert spoken_line("and no one counts", runs_on=True).text == "and no one counts,"
    assert spoken_line("and no one counts;", runs_on=True).text == "and no one counts;"


def test_old_spellings_are_left_alone_in_other_languages():
    assert spoken_line("th' o'er", language="fr").text == "th' o'er"
    assert spoken_line("th' o'er", language="en-GB").text == "the ore"


def test_each_stretch_of_what_is_said_stands_for_its_written_word():
    assert pairs("O'er hill—and “dale”, 'tis th' end of blessèd things…") == [
        ("ore", "O'er"),
        ("hill — and", "hill—and"),
        ("dale,", "“dale”,"),
        ("tis", "'tis"),
        ("the", "th'"),
        ("end", "end"),
        ("of", "of"),
        ("bless-ed", "blessèd"),
        ("things…", "things…"),
    ]


def test_one_written_word_may_be_said_as_two():
    assert pairs("go i'the wood") == [("go", "go"), ("in the", "i'the"), ("wood", "wood")]


def test_a_dash_between_spaces_is_a_written_word_without_a_sound():
    assert pairs("one — two") == [("one", "one"), ("two", "two")]
    assert spoken_line("one — two").words[1].word == 2


@pytest.mark.parametrize(
    "line",
    [
        "Th' expense o' spirit i' th' waste—of shame",
        "“'Tis she!” — he cried; ‘o'er yon’ [Exit.]",
        "& all's well . . . naïve café",
    ],
)
def test_every_position_belongs_to_one_word_and_words_go_forward(line):
    spoken = spoken_line(line)
    words = [spoken.word_at(position) for position in range(len(spoken.text) + 3)]
    assert words == sorted(words)
    assert set(words) == {one.word for one in spoken.words}
    for one in spoken.words:
        assert spoken.word_at(one.start) == spoken.word_at(one.end - 1) == one.word


def test_a_position_between_words_belongs_to_the_one_that_comes():
    spoken = spoken_line("one two")
    assert spoken.word_at(3) == 1
    assert spoken.word_at(99) == 1


@pytest.mark.parametrize("word", range(5))
def test_the_rest_of_a_line_says_the_same_words_of_the_same_line(word):
    whole = spoken_line("O'er hill — and dale")
    rest = whole.from_word(word)
    said = [(rest.text[one.start : one.end], one.word) for one in rest.words]
    expected = [
        (whole.text[one.start : one.end], one.word) for one in whole.words if one.word >= word
    ]
    assert said == expected


def test_from_a_word_past_the_end_the_whole_line_is_said():
    whole = spoken_line("one two")
    assert whole.from_word(7) == whole


@pytest.mark.parametrize(
    ("line", "following", "seconds"),
    [
        ("and no one counts", "the turns.", RUNS_ON),
        ("The lamp goes round,", "the lamp", COMMA),
        ("The lamp goes round;", "the lamp", CLAUSE),
        ("The lamp goes round—", "the lamp", CLAUSE),
        ("The lamp goes round.", "The lamp", SENTENCE),
        ("“Round?”", "The lamp", SENTENCE),
        ("(The lamp goes round.)", "The lamp", SENTENCE),
        ("Round…", "The lamp", SENTENCE),
        ("and no one counts", None, STANZA),
    ],
)
def test_the_pause_at_a_lines_end_fits_its_punctuation(line, following, seconds):
    assert pause_after(line, following) == seconds


def test_pauses_grow_with_what_they_part():
    assert RUNS_ON < COMMA < CLAUSE < SENTENCE < STANZA


def test_whether_a_line_ends_open():
    assert ends_open("and no one counts  ")
    assert not ends_open("and no one counts,")

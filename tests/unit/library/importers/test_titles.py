import pytest

from ekphrasis_app.library.importers.titles import is_number, title_of


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("THE ROAD NOT TAKEN", "The Road Not Taken"),
        ("AN OLD MAN'S WINTER NIGHT", "An Old Man's Winter Night"),
        ("TO MY HEART, BIDDING IT HAVE NO FEAR", "To My Heart, Bidding It Have No Fear"),
        ("IN MEMORIAM F. O. S.", "In Memoriam F. O. S."),
        ("O'DRISCOLL'S SONG", "O'Driscoll's Song"),
        ("RANGE-FINDING", "Range-Finding"),
        ('"OUT, OUT--"', "Out, Out--"),
        ('"I AM NOT YOURS "', "I Am Not Yours"),
        ("NEW YEAR'S DAWN--BROADWAY", "New Year's Dawn--Broadway"),
        ("NIGHT: A DREAM OF THE SEA", "Night: A Dream of the Sea"),
        ("NURSE’S SONG", "Nurse’s Song"),
        ("PART OF HENRY IV", "Part of Henry IV"),
        ("I.  Spirit's House", "Spirit's House"),
        ("[II]  Had I the Choice", "Had I the Choice"),
        ("I Hear America Singing", "I Hear America Singing"),
        ("L. of G.'s Purport", "L. of G.'s Purport"),
        ("A Boston Ballad [1854]", "A Boston Ballad (1854)"),
        ("Year of Meteors [1859-60", "Year of Meteors (1859-60)"),
        ("Bredon Hill (1)", "Bredon Hill"),
        ("To the Thawing Wind (audio)", "To the Thawing Wind"),
        ("Sunset:  St. Louis", "Sunset: St. Louis"),
        ("1887", "1887"),
    ],
)
def test_a_heading_becomes_a_title(heading, title):
    assert title_of(heading) == title


@pytest.mark.parametrize("heading", ["I", "IV.", "XLII", "LXIII", "CXXVI", "7", "[3]", "12."])
def test_numbers_are_known_as_such(heading):
    assert is_number(heading)


@pytest.mark.parametrize("heading", ["CIVIL", "ILL", "I am", "1887", "XIXIX", "", "Vi"])
def test_words_of_the_letters_of_numbers_are_not_taken_for_numbers(heading):
    assert not is_number(heading)

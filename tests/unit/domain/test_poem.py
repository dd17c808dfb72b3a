"""A poem keeps its lines and stanzas exactly."""

import pytest

from ekphrasis_app.domain.poem import Poem, stanzas_of
from tests.fakes.people import HARBOUR, SNOW


def test_text_is_split_at_blank_lines_and_indents_stay() -> None:
    assert stanzas_of("\n\n a\n  b  \n \n\nc\n") == ((" a", "  b"), ("c",))


def test_lines_run_through_the_stanzas_and_text_shows_the_gaps() -> None:
    assert HARBOUR.lines[2] == "and no one counts"
    assert HARBOUR.text.count("\n\n") == 1
    assert stanzas_of(HARBOUR.text) == HARBOUR.stanzas


def test_a_poem_without_a_title_goes_by_its_first_line() -> None:
    assert HARBOUR.heading == "The Harbour Light"
    assert SNOW.heading == "Snow on the wall"


@pytest.mark.parametrize("stanzas", [(), ((),), (("a",), ()), (("a", " "),)])
def test_empty_stanzas_and_lines_are_refused(stanzas: tuple[tuple[str, ...], ...]) -> None:
    with pytest.raises(ValueError, match="poem"):
        Poem("id", "", "", stanzas)

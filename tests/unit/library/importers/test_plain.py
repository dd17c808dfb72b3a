import json
import re
import textwrap

import pytest

from ekphrasis_app.domain.errors import InputProblem
from ekphrasis_app.library.exporting import as_text
from ekphrasis_app.library.importers.plain import import_json, import_text
from tests.unit.library.poems import poem, poems

TWO = """\
Title: The Kettle
Author: Ada Nobody
Language: en-GB
Licence: CC0

It sings before it boils,
  and after.

Then not.

---

A poem of two lines
Note: that has no header
"""


@pytest.fixture
def text(tmp_path):
    def read(content: str):
        path = tmp_path / "mine.txt"
        path.write_text(content, "utf-8")
        return list(import_text(path))

    return read


@pytest.fixture
def structured(tmp_path):
    def read(content):
        path = tmp_path / "mine.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
        return list(import_json(path))

    return read


def test_a_text_may_hold_several_poems_each_with_a_header(text):
    kettle, other = text(TWO)
    assert (kettle.title, kettle.author, kettle.language) == (
        "The Kettle",
        "Ada Nobody",
        "en-GB",
    )
    assert (kettle.licence, kettle.source) == ("CC0", "mine.txt")
    assert kettle.stanzas == (("It sings before it boils,", "  and after."), ("Then not.",))
    assert (other.title, other.author, other.heading) == ("", "", "A poem of two lines")
    assert other.lines[1] == "Note: that has no header"


def test_a_text_without_any_header_is_one_poem(text):
    (only,) = text("\n\n  Snow\non snow\n\nmore snow\n\n")
    assert only.stanzas == (("  Snow", "on snow"), ("more snow",))


def test_a_first_line_that_looks_like_a_header_is_verse_where_no_blank_line_follows(text):
    (only,) = text("Title: none\nis what I own.")
    assert only.title == ""
    assert only.lines == ("Title: none", "is what I own.")


@pytest.mark.parametrize("content", ["", "\n \n", "---\n---\n", "Title: Nothing\n\n"])
def test_a_text_without_a_poem_is_said_so(text, content):
    with pytest.raises(InputProblem, match=r"mine\.txt is empty"):
        text(content)


def test_json_may_be_one_poem_or_several_with_text_or_stanzas(structured):
    one = {"title": "Snow", "text": "on snow\n\nmore snow"}
    other = {"author": "B", "stanzas": [["rain"], ["and", "rain"]]}
    assert structured(one)[0].stanzas == (("on snow",), ("more snow",))
    assert [found.stanzas for found in structured([one, other])][1] == (
        ("rain",),
        ("and", "rain"),
    )


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("{nonsense", "it is not JSON"),
        ("[]", "the list is empty"),
        ("[3]", "number 1 is not a poem"),
        ('[{"text": "a"}, {"title": "b"}]', "number 2 is not a poem"),
        ('{"text": 3}', "number 1 is not a poem"),
        ('{"text": " "}', "number 1 is not a poem"),
        ('{"stanzas": 3}', "number 1 is not a poem"),
        ('{"stanzas": [[3]]}', "number 1 is not a poem"),
        ('{"text": "a", "title": ["b"]}', "number 1 is not a poem"),
    ],
)
def test_json_that_holds_no_poems_is_said_so(structured, content, why):
    with pytest.raises(InputProblem, match=why):
        structured(content)


def test_what_is_exported_comes_back_the_same(text):
    assert text(as_text(poems(3))) == poems(3)


def test_a_poem_without_a_title_comes_back_without_one(text, structured):
    (untitled,) = structured({"text": "on snow"})
    assert untitled.title == ""
    assert [one.stanzas for one in text(as_text([untitled]))] == [untitled.stanzas]
    assert text(as_text([untitled]))[0].title == ""


def test_an_exported_poem_can_be_read_by_people():
    assert as_text([poem(7)]) == (
        "Title: Window 7\nAuthor: Nobody Inparticular\nLanguage: en\n"
        "Source: made up for a test\nLicence: no rights reserved\n\n"
        "A lamp is lit in window 7\n    and put out again\n\nNo one saw who did it\n"
    )


def test_the_example_of_the_readme_is_read_as_it_says(text, project):
    readme = (project / "README.md").read_text("utf-8")
    example = re.search(r"```\n(  Title: The Kettle\n.*?)  ```", readme, re.DOTALL)[1]
    kettle, other = text(textwrap.dedent(example))
    assert (kettle.title, kettle.author, kettle.source) == (
        "The Kettle", "Ada Nobody", "my notebook"
    )  # fmt: skip
    assert kettle.lines == ("It sings before it boils,", "  and after.")
    assert other.heading == "The next poem"

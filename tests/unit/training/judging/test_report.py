"""The report: figures that follow from the grades, and a page that reads well."""

from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest

from ekphrasis_app.domain.errors import InputProblem
from ekphrasis_app.training.judging.findings import findings, joined
from ekphrasis_app.training.judging.page import DARK, LIGHT, page
from ekphrasis_app.training.judging.report import markdown
from ekphrasis_app.training.judging.writing import write_report
from tests.fakes.judging import sheet

KEY = sheet(pictures=2, top=2, controls=2)
RANDOM_1, RANDOM_2, SECOND, FIRST = range(1, 5)
GRADES = {
    (1, RANDOM_1): 0, (1, RANDOM_2): 2, (1, SECOND): 3, (1, FIRST): 2,
    (2, RANDOM_1): 0, (2, RANDOM_2): 0, (2, SECOND): 1, (2, FIRST): 0,
}  # fmt: skip
JUDGED = joined(KEY, GRADES)


def test_key_and_grades_come_together_best_first():
    assert [(one.poem.rank, one.grade) for one in JUDGED[0].found] == [(1, 2), (2, 3)]
    assert [one.grade for one in JUDGED[0].controls] == [0, 2]


def test_both_sides_are_counted():
    told = findings(JUDGED, 0)
    assert (told.found.poems, told.found.fitting, told.found.without) == (4, 2, 1)
    assert (told.controls.poems, told.controls.fitting, told.controls.without) == (4, 1, 1)
    assert told.found.share.value == 50
    assert told.found.share_without.value == 50
    assert told.found.grade.value == pytest.approx(6 / 4)
    assert told.controls.grade.value == pytest.approx(2 / 4)


def test_intervals_are_over_the_pictures():
    assert findings(JUDGED, 0).found.share.interval == (0, 100)
    same = findings(joined(sheet(30), {place: 2 for place in sheet(30).places()}), 0)
    assert same.found.share.interval == (100, 100)


def test_the_gain_compares_the_order_with_the_best_of_all_judged():
    first = (3 + 7 / np.log2(3)) / (7 + 3 / np.log2(3))
    second = (1 / np.log2(3)) / 1
    told = findings(JUDGED, 0)
    assert told.top == 2
    assert told.ndcg.value == pytest.approx(100 * (first + second) / 2)


def test_pictures_that_nothing_fits_have_no_gain():
    told = findings(joined(KEY, {**GRADES, (2, SECOND): 0}), 0)
    assert told.ndcg_pictures == 1
    nothing = findings(joined(KEY, dict.fromkeys(KEY.places(), 0)), 0)
    assert nothing.ndcg is None
    assert "No poem has a grade above 0" in markdown(KEY, JUDGED, nothing)


def test_the_markdown_says_what_was_found_for_each_picture():
    text = markdown(KEY, JUDGED, findings(JUDGED, 0))
    assert "| poems that fit | 2 of 4, 50.0 % [0.0, 100.0] | 1 of 4, 25.0 %" in text
    assert "| pictures without one | 1 of 2, " in text
    assert (
        "1. **Poem found 1, by Ada Nobody.** Grade 2, fits. Score 1.000."
        " The kettle sings, / and boils. / Then tea.\n"
        "2. **Poem found 2, by Ada Nobody.** Grade 3, fits well. Score 0.500." in text
    )
    assert "- **Poem random 0, by Ada Nobody.** Grade 0, does not fit. The kettle" in text


class Outline(HTMLParser):
    """What a page is made of; fails on tags that are not closed in order."""

    EMPTY = ("meta", "img", "br")

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.ids, self.links, self.words = [], [], set(), [], []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.tags.append((tag, attrs))
        self.ids.add(attrs.get("id"))
        self.links += [attrs["href"]] if "href" in attrs else []
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)

    def having(self, *names):
        return [(tag, attrs) for tag, attrs in self.tags if tag in names]


@pytest.fixture
def outline():
    return Outline(page(KEY, JUDGED, findings(JUDGED, 0)))


def test_the_page_has_headings_in_order_and_a_section_for_each_picture(outline):
    assert [tag for tag, _ in outline.having("h1", "h2", "h3")] == [
        "h1", *["h2", "h3", "h3"] * 2
    ]  # fmt: skip
    labels = [attrs["aria-labelledby"] for _, attrs in outline.having("section")]
    assert labels == ["picture-1", "picture-2"]
    assert outline.links == ["#picture-1", "#picture-2"]
    assert set(labels) <= outline.ids


def test_every_picture_has_its_name_and_every_verse_its_language(outline):
    images = [attrs for _, attrs in outline.having("img")]
    assert [image["alt"] for image in images] == [shown.name for shown in KEY.pictures]
    assert [image["src"] for image in images] == ["pictures/01.jpg", "pictures/02.jpg"]
    assert {attrs["lang"] for _, attrs in outline.having("blockquote")} == {"en-GB"}
    assert outline.having("html")[0][1] == {"lang": "en"}


def test_the_table_names_its_rows_and_columns(outline):
    scopes = [attrs["scope"] for _, attrs in outline.having("th")]
    assert scopes == ["col"] * 3 + ["row"] * 3
    assert len(outline.having("caption")) == 1


def test_the_page_runs_and_fetches_nothing(outline):
    assert outline.having("script", "link", "iframe", "object") == []
    assert not any(name.startswith("on") for _, attrs in outline.tags for name in attrs)


def test_what_poems_hold_is_text_and_never_markup():
    text = page(replace(KEY, bundle="<script>&"), JUDGED, findings(JUDGED, 0))
    assert "<script>" not in text
    assert "&lt;script&gt;&amp;" in text


def luminance(colour):
    parts = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    parts = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return float(parts @ [0.2126, 0.7152, 0.0722])


@pytest.mark.parametrize("colours", [LIGHT, DARK])
@pytest.mark.parametrize("what", ["text", "link"])
def test_every_colour_stands_out_from_its_ground(colours, what):
    dark, light = sorted(luminance(colours[name]) for name in ("ground", what))
    assert (light + 0.05) / (dark + 0.05) >= 7


def test_both_reports_are_written_beside_the_sheet(tmp_path):
    found = write_report(KEY, GRADES, tmp_path)
    assert (tmp_path / "report.md").read_text() == markdown(KEY, JUDGED, found)
    assert (tmp_path / "report.html").read_text() == page(KEY, JUDGED, found)


def test_a_place_that_cannot_be_written_is_told_so(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(InputProblem, match="The report could not be written"):
        write_report(KEY, GRADES, tmp_path / "file")

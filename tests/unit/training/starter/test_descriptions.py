"""Descriptions stand beside the texts of the pictures that they are of."""

import json

import pytest

from ekphrasis_app.training.pairs import Pair
from ekphrasis_app.training.starter.descriptions import (
    SEEN,
    SUBJECTS,
    Description,
    described,
    read_descriptions,
)

PAIR = Pair("a.png", ("To a Mouse",), ("title",), "painting")


def test_a_described_picture_has_two_more_texts():
    (pair,) = described([PAIR], {"a.png": Description("A mouse runs.", "fear, harvest")})
    assert pair.texts == ("To a Mouse", "A mouse runs.", "fear, harvest")
    assert pair.text_kinds == ("title", SEEN, SUBJECTS)


def test_a_picture_without_a_description_stays_as_it_is():
    assert described([PAIR], {"b.png": Description("A mouse runs.", "fear")}) == [PAIR]


def test_a_line_holds_the_file_what_is_seen_and_the_subjects(tmp_path):
    (tmp_path / "d.txt").write_text("a.png|A mouse runs.|fear, harvest\n")
    found = read_descriptions(tmp_path / "d.txt")
    assert found == {"a.png": Description("A mouse runs.", "fear, harvest")}


def test_a_damaged_line_is_refused(tmp_path):
    (tmp_path / "d.txt").write_text("a.png|A mouse runs.\n")
    with pytest.raises(ValueError):
        read_descriptions(tmp_path / "d.txt")


def test_those_that_come_along_are_sentences_and_no_two_pictures_share_one():
    found = read_descriptions()
    assert len(found) > 10_000
    assert all(len(one.seen.split()) > 5 and one.subjects for one in found.values())
    assert len({one.seen for one in found.values()}) == len(found)


def test_every_training_picture_is_described_and_no_other(shared_data):
    splits = json.loads((shared_data / "pairs" / "splits.json").read_text(encoding="utf-8"))
    assert {*read_descriptions()} == {*splits["train"]}

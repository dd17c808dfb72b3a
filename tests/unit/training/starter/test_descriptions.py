"""Descriptions stand beside the texts of the pictures that they are of."""

import json
import re

import pytest

from ekphrasis_app.app.poems import all_poems
from ekphrasis_app.models.starter.catalogue import Catalogue, key_of
from ekphrasis_app.training.pairs import Pair, read_pairs
from ekphrasis_app.training.starter.descriptions import (
    SEEN,
    SUBJECTS,
    Description,
    described,
    read_catalogue,
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


def test_a_line_of_the_catalogue_holds_a_key_two_pictures_and_the_subjects():
    lines = read_catalogue()
    keys = [line.split("|")[0] for line in lines]
    assert len({*keys}) == len(keys) > 1000
    assert all(re.fullmatch(r"[0-9a-f]{16}(\|[^|]+){3}", line) for line in lines)


def test_the_catalogue_knows_every_poem_that_set_up_fetches(pytestconfig):
    if not (pytestconfig.rootpath / "assets" / "fetched" / "library.sqlite3").is_file():
        pytest.skip("the starter library is made by the set-up and is not here")
    catalogue = Catalogue(read_catalogue())
    assert [poem.title for poem in all_poems() if not catalogue.said_of(poem.text)] == []


def test_the_catalogue_says_nothing_of_a_poem_that_models_are_measured_with(shared_data):
    known = {line.split("|")[0] for line in read_catalogue()}
    measured = [
        *read_pairs(shared_data / "pairs", "val"),
        *read_pairs(shared_data / "pairs", "test"),
    ]
    told = [text for pair in measured if pair.kind == "poem-pair" for text in pair.texts]
    assert [text for text in told if key_of(text) in known] == []

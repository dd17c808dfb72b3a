"""A folder of pairs is read by split and kind, or refused in words."""

import json

import pytest

from ekphrasis_app.domain.errors import InputProblem
from ekphrasis_app.training.pairs import read_pairs

ROWS = [
    {
        "image": "a.webp",
        "texts": ["a hill", " "],
        "text_kinds": ["title", "title"],
        "kind": "photo",
    },
    {"image": "b.webp", "texts": ["a lake"], "text_kinds": ["title"], "kind": "painting"},
    {"image": "c.webp", "texts": [], "text_kinds": [], "kind": "photo"},
    {"image": "d.webp", "texts": ["no kinds told"], "kind": "photo"},
]


@pytest.fixture
def folder(tmp_path):
    lines = "\n".join(json.dumps(row) for row in ROWS)
    (tmp_path / "pairs.jsonl").write_text(lines + "\n\n")
    (tmp_path / "splits.json").write_text(
        json.dumps({"train": ["a.webp", "d.webp"], "val": []})
    )
    return tmp_path


def test_all_pairs_that_have_a_text_are_read_in_order(folder):
    assert [pair.image for pair in read_pairs(folder)] == ["a.webp", "b.webp", "d.webp"]


def test_empty_texts_are_left_out_with_their_kinds(folder):
    pair = read_pairs(folder)[0]
    assert (pair.texts, pair.text_kinds) == (("a hill",), ("title",))


def test_a_split_and_a_kind_choose(folder):
    assert [pair.image for pair in read_pairs(folder, "train", "photo")] == ["a.webp", "d.webp"]


def test_nothing_chosen_is_said(folder):
    with pytest.raises(InputProblem, match="no pairs of that split and kind"):
        read_pairs(folder, "val")


def test_a_folder_that_holds_no_pairs_is_named(tmp_path):
    with pytest.raises(InputProblem, match="cannot be read as pairs"):
        read_pairs(tmp_path)


@pytest.mark.parametrize("damage", ["not json", '{"texts": ["no image"]}'])
def test_damaged_pairs_are_said_to_be_so(folder, damage):
    (folder / "pairs.jsonl").write_text(damage)
    with pytest.raises(InputProblem, match="damaged"):
        read_pairs(folder)

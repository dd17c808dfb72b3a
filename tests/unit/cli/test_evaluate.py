"""``evaluate``: how well a bundle finds the texts of pictures."""

import json

import pytest
from PIL import Image

from tests.unit.cli.conftest import VERSE, Run

RGB = {"red": (200, 10, 10), "green": (10, 200, 10), "blue": (10, 10, 200)}


@pytest.fixture
def pairs(tmp_path):
    folder = tmp_path / "pairs"
    folder.mkdir()
    with (folder / "pairs.jsonl").open("w") as file:
        for colour, text in VERSE.items():
            Image.new("RGB", (8, 8), RGB[colour]).save(folder / f"{colour}.png")
            kind = "photo" if colour == "red" else "painting"
            file.write(
                json.dumps({"image": f"{colour}.png", "texts": [text], "kind": kind}) + "\n"
            )
    splits = {"train": ["red.png"], "val": [], "test": ["green.png", "blue.png"]}
    (folder / "splits.json").write_text(json.dumps(splits))
    return folder


PERFECT = {"r1": 100, "r5": 100, "r10": 100, "r20": 100, "mean_rank": 1, "median_rank": 1}


def test_the_document_has_the_promised_shape(library, pairs):
    run = Run("evaluate", "--bundle", "x", "--pairs", pairs, "--split", "all", "--json")
    assert run.document == {
        "bundle": "colours",
        "pictures": 3,
        "texts": 3,
        "bi_encoder": PERFECT,
        "reranked": None,
    }


def test_split_and_kind_choose_the_pairs(library, pairs):
    assert Run("evaluate", "--pairs", pairs, "--json").document["pictures"] == 2
    photos = Run("evaluate", "--pairs", pairs, "--split", "all", "--kind", "photo", "--json")
    assert photos.document["pictures"] == 1


def test_for_reading_it_is_a_sentence(library, pairs):
    result = Run("evaluate", "--pairs", pairs, "--split", "all").result
    assert result.startswith("colours: 3 pictures, 3 texts.\nAlone: 100.0 % in 1, ")


@pytest.mark.parametrize(
    "words", [["--split", "other"], ["--kind", "sculpture"], ["--pool", "0"]]
)
def test_other_words_are_refused(library, pairs, words):
    run = Run("evaluate", "--pairs", pairs, *words)
    assert (run.code, run.result) == (2, "")


def test_a_folder_without_pairs_is_told_so(library, tmp_path):
    run = Run("evaluate", "--pairs", tmp_path / "nowhere")
    assert run.code == 2
    assert run.notes.count("\n") == 1

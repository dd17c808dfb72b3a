"""``evaluate``: how well a bundle finds the texts of pictures."""

import json
import tomllib

import pytest
from PIL import Image

from tests.fakes.bundles import colour_bundle
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


def test_another_file_of_splits_can_be_named(library, pairs):
    (pairs / "splits-random.json").write_text(json.dumps({"test": ["red.png"]}))
    words = ["--pairs", pairs, "--splits", "splits-random.json", "--json"]
    assert Run("evaluate", *words).document["pictures"] == 1


@pytest.fixture
def seeds(tmp_path, monkeypatch):
    """Two folders of bundles with one name, and one with another."""
    folders = []
    for number, name in enumerate(("ridge", "colours", "colours")):
        folders.append(tmp_path / f"run-{number}")
        folders[-1].mkdir()
        head = f'format = 1\nname = "{name}"\nversion = "1"\nkind = "starter"\n'
        part = f'[parts.head]\nfile = "head.safetensors"\nsha256 = "{number}"\n'
        (folders[-1] / "bundle.toml").write_text(head + part)

    def open_bundle(folder, fetched):
        return colour_bundle(tomllib.loads((folder / "bundle.toml").read_text())["name"])

    monkeypatch.setattr("ekphrasis_app.training.kinds.open_bundle", open_bundle)
    return [word for folder in folders for word in ("--bundle", folder)]


def test_kinds_are_one_table_with_a_row_for_each_model(seeds, pairs, tmp_path):
    words = ["--pairs", pairs, "--split", "all", "--kinds", tmp_path / "out"]
    run = Run("evaluate", *seeds, *words)
    assert run.code == 0
    assert (tmp_path / "out" / "kinds.md").read_text() + "\n" == run.result
    rows = [line.split(" | ")[:2] for line in run.result.splitlines() if line[:2] == "| "][2:]
    assert rows == [
        ["| photographs: 1 pictures, 1 texts", "ridge"],
        ["| photographs: 1 pictures, 1 texts", "colours, 2 seeds"],
        ["| paintings: 2 pictures, 2 texts", "ridge"],
        ["| paintings: 2 pictures, 2 texts", "colours, 2 seeds"],
    ]
    assert "ridge 1, paintings: 2 pictures." in run.notes


def test_the_document_of_kinds_is_the_file(seeds, pairs, tmp_path):
    run = Run("evaluate", *seeds, "--pairs", pairs, "--kinds", tmp_path / "out", "--json")
    assert run.document == json.loads((tmp_path / "out" / "kinds.json").read_text())
    assert run.document["pairs"] == "test of splits.json"


def test_a_model_is_named_or_found_by_its_path(home, pairs, tmp_path):
    for bundle in ("nobody", tmp_path / "nobody"):
        run = Run("evaluate", "--bundle", bundle, "--pairs", pairs, "--kinds", tmp_path / "o")
        assert "There is no model bundle in" in run.notes
        assert run.result == ""
    assert f"in {tmp_path / 'nobody'}." in run.notes


@pytest.mark.parametrize("words", [["--depth", "deep"], ["--tables", "t"]])
def test_words_that_kinds_cannot_have_are_refused(words, seeds, pairs, tmp_path):
    run = Run("evaluate", *seeds, "--pairs", pairs, "--kinds", tmp_path / "o", *words)
    assert (run.code, run.result) == (2, "")
    assert not (tmp_path / "o").exists()


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

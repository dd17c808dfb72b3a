"""``train``, and ``evaluate --tables`` on what came out of it."""

import json

import pytest

pytest.importorskip("accelerate", reason="needs the extra: training")
pytest.importorskip("matplotlib", reason="needs the extra: training")

from ekphrasis_app.app import folders
from ekphrasis_app.library.store import Library
from tests.fakes.pictures import as_file, four_corners
from tests.fakes.training import RECIPE, pairs_folder, small_shelf
from tests.fakes.web import serving
from tests.unit.cli.conftest import VERSE, Run, poem

ONCE = RECIPE.replace("epochs = 3", "epochs = 1").replace("epochs = 2", "epochs = 1")


@pytest.fixture
def recipe(home, tmp_path):
    """A small recipe, and the small CLIP it starts from among the person's bundles."""
    shelf = small_shelf(tmp_path / "shelf")
    (home / "bundles").mkdir()
    (shelf.own / "clip-vit-b-32").rename(home / "bundles" / "clip-vit-b-32")
    (tmp_path / "recipe.toml").write_text(ONCE)
    return tmp_path / "recipe.toml"


def test_from_a_recipe_to_the_papers_tables(recipe, tmp_path):
    data, out = pairs_folder(tmp_path / "data"), tmp_path / "out"
    mpnet = tmp_path / "shelf" / "fetched" / "mpnet"
    trained = Run("train", recipe, "--data", data, "--out", out, "--mpnet", mpnet, "--cpu")
    assert trained.code == 0
    assert f"The model is in {out / 'small-ce-clip'}." in trained.result
    assert Run("bundle", "import", out / "small-ce-clip").code == 0
    with Library.open(folders.library_path()) as library:
        library.add([poem(colour) for colour in VERSE])
    words = ["--bundle", "small-ce-clip", "--silent", "--top", "3"]
    found = Run("recite", data / "pictures" / "1.png", *words)
    assert sorted(line[:2] for line in found.result.splitlines() if line[1:2] == ".") == [
        "1.",
        "2.",
        "3.",
    ]
    names = ["--bundle", "clip-vit-b-32", "--bundle", "small-ce-clip"]
    told = Run(
        "evaluate", *names, "--pairs", data, "--tables", tmp_path / "t", "--depth", "all"
    )
    assert "| small-ce-clip, all re-ranked |" in told.result
    assert (tmp_path / "t" / "tables.md").read_text() + "\n" == told.result
    assert (tmp_path / "t" / "tables.png").exists()
    document = Run("evaluate", *names, "--pairs", data, "--tables", tmp_path / "t", "--json")
    assert len(document.document["tables"]) == 3


@pytest.mark.network
def test_fetching_only_counts_what_is_there_and_what_is_dead(recipe, tmp_path):
    recipe.write_text(ONCE + '\n[data]\nmultim = "poems.json"\n')
    with serving() as site:
        site.files["a.png"] = as_file(four_corners())
        entries = [
            {"poem": "line", "image_url": site.url(name), "id": number}
            for number, name in enumerate(("a.png", "b.png"))
        ]
        (tmp_path / "poems.json").write_text(json.dumps(entries))
        run = Run("train", recipe, "--data", tmp_path, "--fetch-only")
    assert run.result == ("1 dead: answered 404.\nPictures there: 1. Not reached: 0.\n")


def test_without_the_base_bundle_it_says_how_to_get_it(home, tmp_path):
    (tmp_path / "recipe.toml").write_text(ONCE)
    data = pairs_folder(tmp_path / "data")
    run = Run("train", tmp_path / "recipe.toml", "--data", data, "--out", tmp_path / "out")
    assert run.code == 2
    assert "ekphrasis bundle install clip-vit-b-32" in run.notes


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ["train", "nothing", "--data", "x", "--out", "y"],
            "multim-poem-vectors, ridge, starter.",
        ),
        (["train", "multim-poem", "--data", "x"], "Name one with --out."),
        (["train", "multim-poem", "--data", "x", "--fetch-only"], "There is no file x/multim"),
    ],
)
def test_what_is_missing_is_said(words, sentence):
    run = Run(*words)
    assert (run.code, run.result) == (2, "")
    assert sentence in run.notes


def test_tables_need_a_depth_that_is_a_number(library, tmp_path):
    data = pairs_folder(tmp_path / "data")
    run = Run("evaluate", "--pairs", data, "--tables", tmp_path / "t", "--depth", "deep")
    assert run.code == 2
    assert "deep is not a number or all" in run.notes


def test_several_models_need_tables(library, tmp_path):
    data = pairs_folder(tmp_path / "data")
    run = Run("evaluate", "--pairs", data, "--bundle", "a", "--bundle", "b")
    assert run.code == 2
    assert "need --tables" in run.notes

"""What ``train --fetch-only`` fetches besides the pictures: the MPNet that a recipe names."""

import json

import pytest

pytest.importorskip("accelerate", reason="needs the extra: training")

from ekphrasis_app.capture.decode import decode_file
from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.errors import InputProblem
from ekphrasis_app.models.bundles import Shelf
from ekphrasis_app.training.ce_clip.recipe import read_recipe
from ekphrasis_app.training.ce_clip.run import Places, fetch, train
from tests.fakes.pictures import as_file, four_corners
from tests.fakes.training import RECIPE, pairs_folder, small_shelf
from tests.fakes.web import serving

OFFERS = """format = 1
[vocabulary]
file = "v"
url = "x"
[offers]
[networks.far]
file = "model.safetensors"
url = "{url}"
"""


@pytest.fixture
def shelf(tmp_path) -> Shelf:
    made = small_shelf(tmp_path / "shelf")
    made.program.mkdir()
    return made


def recipe(tmp_path, name="far"):
    text = RECIPE.replace("seed = 5", f'seed = 5\nmpnet = "{name}"')
    once = text.replace("epochs = 3", "epochs = 1").replace("epochs = 2", "epochs = 1")
    (tmp_path / "r.toml").write_text(once + '\n[data]\nmultim = "poems.json"\n')
    return read_recipe(tmp_path / "r.toml")


def fetched(tmp_path, shelf, name="far"):
    given = recipe(tmp_path, name)
    return fetch(given, tmp_path, shelf, decode_file, lambda *_: None, CancelToken())


@pytest.mark.network
def test_the_named_mpnet_is_fetched_once_and_trained_from(tmp_path, shelf):
    with serving() as site:
        mpnet = shelf.fetched / "mpnet" / "model.safetensors"
        site.files |= {"mpnet": mpnet.read_bytes(), "a.png": as_file(four_corners())}
        (shelf.program / "bundles.toml").write_text(OFFERS.format(url=site.url("mpnet")))
        entry = {"poem": "line", "image_url": site.url("a.png"), "id": 0}
        (tmp_path / "poems.json").write_text(json.dumps([entry]))
        for _ in range(2):
            assert fetched(tmp_path, shelf).there == 1
        assert site.times("mpnet") == 1
    mpnet.unlink()
    places = Places(pairs_folder(tmp_path / "data"), tmp_path / "out", shelf)
    given = recipe(tmp_path)
    folder = train(given, places, decode_file, lambda *_: None, CancelToken(), cpu=True)
    assert (folder / "cross-encoder.safetensors").is_file()


@pytest.mark.network
def test_an_mpnet_that_set_up_fetched_is_not_asked_for(tmp_path, shelf):
    with serving() as site:
        site.files["a.png"] = as_file(four_corners())
        entry = {"poem": "line", "image_url": site.url("a.png"), "id": 0}
        (tmp_path / "poems.json").write_text(json.dumps([entry]))
        assert fetched(tmp_path, shelf, "mpnet").there == 1
        assert [path for path, _, _ in site.asked] == ["a.png"]


def test_an_mpnet_that_is_nowhere_is_named_with_what_to_do(tmp_path, shelf):
    places = Places(pairs_folder(tmp_path / "data"), tmp_path / "out", shelf)
    with pytest.raises(InputProblem, match=r"no weights of MPNet in .*far\. .*--fetch-only"):
        given = recipe(tmp_path)
        train(given, places, decode_file, lambda *_: None, CancelToken(), cpu=True)


def test_a_recipe_for_pairs_that_are_there_has_nothing_to_fetch(tmp_path, shelf):
    (tmp_path / "r.toml").write_text(RECIPE)
    given = read_recipe(tmp_path / "r.toml")
    with pytest.raises(InputProblem, match="has nothing to fetch"):
        fetch(given, tmp_path, shelf, decode_file, lambda *_: None, CancelToken())

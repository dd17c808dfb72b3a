"""From a folder of pairs to a bundle that opens, with the fetched networks."""

from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs the extra 'training'")

from ekphrasis_app.capture.decode import decode_file  # noqa: E402
from ekphrasis_app.domain.cancel import CancelToken  # noqa: E402
from ekphrasis_app.domain.errors import InputProblem  # noqa: E402
from ekphrasis_app.models.bundle import open_bundle  # noqa: E402
from ekphrasis_app.models.starter.catalogue import key_of  # noqa: E402
from ekphrasis_app.models.starter.reading import Language  # noqa: E402
from ekphrasis_app.training.scoring import poem_of  # noqa: E402
from ekphrasis_app.training.starter import recipe as recipes  # noqa: E402
from ekphrasis_app.training.starter import run  # noqa: E402
from ekphrasis_app.training.starter.descriptions import Description  # noqa: E402
from ekphrasis_app.training.starter.run import train  # noqa: E402
from tests.fakes.training import pairs_folder  # noqa: E402

RED, BLUE = "a red sea\nnumber 90", "a blue sea\nnumber 91"


def small(name):
    recipe = recipes.read_recipe(name)
    head = replace(recipe.head, epochs=20, batch=8, rivals=4, rate=5e-3)
    cross = recipe.cross and replace(recipe.cross, epochs=1, batch=16, pool=20, hidden=8)
    words = recipe.words and replace(recipe.words, least=2, most=1, width=4)
    less = {"first": 20, "small": 48, "side": 64, "batch": 8, "rivals": 8}
    blocks = tuple(replace(tuning, **less) for tuning in recipe.blocks)
    heads = min(recipe.heads, 1)
    parts = {"head": head, "blocks": blocks, "words": words, "cross": cross}
    return replace(recipe, width=8, kept=12, hidden=16, heads=heads, **parts)


@pytest.fixture(scope="module")
def pairs(tmp_path_factory):
    folder = pairs_folder(tmp_path_factory.mktemp("pairs") / "pairs", train=60, val=12, test=3)
    # The words that a picture suggests are learned from paintings and photographs.
    told = (folder / "pairs.jsonl").read_text().replace("poem-pair", "painting")
    told = told.replace('"kind"', '"text_kinds": ["poem"], "kind"')
    (folder / "pairs.jsonl").write_text(told)
    return folder


@pytest.fixture(scope="module")
def fetched(request):
    folder = request.config.rootpath / "weights" / "fetched"
    for name in ("efficientnet-lite2", "mpnet"):
        if not (folder / name / "model.safetensors").is_file():
            pytest.skip(f"{name} is fetched by the set-up and is not here")
    return folder


@pytest.fixture(autouse=True)
def few_words(monkeypatch):
    """Reading all words that MPNet knows takes minutes."""
    monkeypatch.setattr(Language, "words", lambda self: {"crimson", "lake", "##ing"})


@pytest.fixture(autouse=True)
def descriptions(monkeypatch):
    """Every third picture, so every red one, and the one after it are described."""
    said = {
        f"pictures/{number}.png": Description(f"{colour} {number}", colour)
        for start, colour in ((0, "red"), (1, "green"))
        for number in range(start, 60, 3)
    }
    monkeypatch.setattr(run, "read_descriptions", lambda: said)


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    return tmp_path_factory.mktemp("out")


@pytest.mark.parametrize("name", recipes.names())
def test_a_trained_bundle_tells_red_pictures_from_blue_ones(name, pairs, fetched, out):
    told = []
    folder = train(
        small(name), pairs, fetched, out, decode_file, lambda *_: 0, told.append, CancelToken()
    )
    bundle = open_bundle(folder, fetched)
    poems = bundle.text_encoder.encode([poem_of(RED), poem_of(BLUE)], CancelToken())
    red, blue = (poem.vector for poem in poems)
    pictures = [decode_file(pairs / f"pictures/{number}.png") for number in range(72, 75)]
    reddish, _, bluish = (bundle.image_encoder.encode(one).vector for one in pictures)
    assert (reddish - bluish) @ (red - blue) > 0
    assert bundle.name == name
    assert told[:2] == ["Reading the texts.", "Looking at the pictures."]


def test_a_cross_encoder_is_trained_and_written_where_the_recipe_has_one(pairs, fetched, out):
    for name, scores in (("starter", False), ("cross", True)):
        folder = train(
            small(name), pairs, fetched, out, decode_file, print, print, CancelToken()
        )
        bundle = open_bundle(folder, fetched)
        assert bool(bundle.pair_scorer) == scores
        assert bundle.rerank == 0
    picture = bundle.image_encoder.encode(decode_file(pairs / "pictures/72.png"))
    poems = list(bundle.text_encoder.encode([poem_of(RED), poem_of(BLUE)], CancelToken()))
    assert len(bundle.pair_scorer.score(picture, poems, CancelToken())) == 2


def test_what_is_said_of_a_poem_moves_it_where_the_recipe_wants_that(
    pairs, fetched, out, monkeypatch
):
    said = "|".join((key_of(RED), "a blue sea", "a blue boat", "blue"))
    monkeypatch.setattr(run, "read_catalogue", lambda: [said])
    found, bundles = [], []
    for share in (0.0, 1.0):
        recipe = replace(small("starter"), name=f"said-{share:.0f}", said=share)
        folder = train(recipe, pairs, fetched, out, decode_file, print, print, CancelToken())
        bundles.append(open_bundle(folder, fetched))
        encoder = bundles[-1].text_encoder
        found.append(
            [e.vector for e in encoder.encode([poem_of(RED), poem_of(BLUE)], CancelToken())]
        )
    (red, blue), (moved, stayed) = found
    assert not np.allclose(red, moved, atol=0.01)
    assert np.allclose(blue, stayed, atol=0.001)
    bare, told = bundles
    assert (bare.good, bare.strong) != (told.good, told.strong)


def test_another_seed_makes_another_bundle_beside_the_first(pairs, fetched, out):
    recipe = small("starter")
    folders = [
        train(one, pairs, fetched, out, decode_file, print, print, CancelToken())
        for one in (recipe, replace(recipe, seed=1))
    ]
    first, second = (folder / "head.safetensors" for folder in folders)
    assert first.read_bytes() != second.read_bytes()


def test_the_same_seed_makes_the_same_tensors(pairs, fetched, out, tmp_path):
    for folder in (out, tmp_path):
        train(
            small("starter"), pairs, fetched, folder, decode_file, print, print, CancelToken()
        )
    first, again = (one / "starter-0" / "head.safetensors" for one in (out, tmp_path))
    assert first.read_bytes() == again.read_bytes()


def test_a_recipe_that_lacks_a_number_is_refused(tmp_path):
    (tmp_path / "recipe.toml").write_text("name = 'x'\n[head]\nepochs = 1\n")
    with pytest.raises(InputProblem, match="is incomplete"):
        recipes.recipe_in(tmp_path / "recipe.toml")


def test_the_recipes_that_come_along_can_be_read():
    assert {recipes.read_recipe(name).name for name in recipes.names()} == {
        "starter",
        "ridge",
        "cross",
    }
    assert np.isclose(recipes.read_recipe("ridge").ridge, 1)

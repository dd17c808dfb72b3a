"""MultiM-Poem's file, its split, and its pictures from a local server."""

import json

import pytest

from ekphrasis_app.capture.decode import decode_file
from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.errors import InputProblem
from ekphrasis_app.training.ce_clip.multim import prepare, read_multim, split
from ekphrasis_app.training.ce_clip.pictures import Manners
from ekphrasis_app.training.ce_clip.recipe import Data, read_recipe
from ekphrasis_app.training.pairs import read_pairs
from tests.fakes.pictures import as_file, four_corners
from tests.fakes.web import serving

DATA = Data(multim="poems.json", hold_out=0.2, validation=0.25)


def test_the_split_has_the_stated_shares_and_no_pair_twice():
    places = split(1000, Data(), seed=1)
    assert {name: len(chosen) for name, chosen in places.items()} == {
        "test": 200,
        "val": 80,
        "train": 720,
    }
    assert sorted(place for chosen in places.values() for place in chosen) == list(range(1000))


def test_the_seed_decides_the_split():
    assert split(100, Data(), 1) == split(100, Data(), 1)
    assert split(100, Data(), 1) != split(100, Data(), 2)


def poems(site, count=10) -> str:
    return json.dumps(
        [
            {"poem": f"line one\nof {n}", "image_url": site.url(f"{n}.png"), "id": n}
            for n in range(count)
        ]
    )


def fetched(tmp_path, site):
    manners = Manners(pause=0.0, tries=1)
    return prepare(tmp_path, DATA, 7, decode_file, lambda *_: None, CancelToken(), manners)


@pytest.mark.network
def test_it_becomes_a_folder_of_pairs_without_the_dead(tmp_path):
    with serving() as site:
        site.files |= {f"{n}.png": as_file(four_corners()) for n in range(8)}
        (tmp_path / "poems.json").write_text(poems(site))
        found = fetched(tmp_path, site)
    assert (found.there, found.dead["answered 404"]) == (8, 2)
    pairs = read_pairs(tmp_path)
    assert len(pairs) == 8
    assert pairs[0].texts == ("line one\nof 0",)
    assert decode_file(tmp_path / pairs[0].image).width == 48


@pytest.mark.network
def test_the_split_does_not_depend_on_which_pictures_are_dead(tmp_path):
    with serving() as site:
        site.files |= {f"{n}.png": as_file(four_corners()) for n in range(10)}
        places = split(10, DATA, 7)
        for folder, dead in (("all", ()), ("some", places["test"][:1])):
            (tmp_path / folder).mkdir()
            (tmp_path / folder / "poems.json").write_text(poems(site))
            for number in dead:
                del site.files[f"{number}.png"]
            fetched(tmp_path / folder, site)
    whole, fewer = (
        [pair.texts for pair in read_pairs(tmp_path / folder, "train")]
        for folder in ("all", "some")
    )
    assert whole == fewer
    assert len(read_pairs(tmp_path / "some", "test")) == len(places["test"]) - 1


@pytest.mark.network
def test_without_any_picture_there_is_one_sentence(tmp_path):
    with serving() as site:
        (tmp_path / "poems.json").write_text(poems(site))
        with pytest.raises(InputProblem, match="None of the 10 pictures"):
            fetched(tmp_path, site)


def test_a_missing_file_says_where_it_comes_from(tmp_path):
    with pytest.raises(InputProblem, match="researchmm/img2poem"):
        read_multim(tmp_path / "multim_poem.json")


@pytest.mark.parametrize("text", ["{}", "[1]", '[{"poem": "a"}]', "nonsense"])
def test_another_file_is_refused(tmp_path, text):
    (tmp_path / "poems.json").write_text(text)
    if text == "{}":
        assert read_multim(tmp_path / "poems.json") == []
        return
    with pytest.raises(InputProblem, match="is not MultiM-Poem's"):
        read_multim(tmp_path / "poems.json")


def test_the_published_file_has_the_papers_size_and_split(shared_data, project):
    entries = read_multim(shared_data / "poems" / "multim_poem.json")
    assert len(entries) == 8292
    recipe = read_recipe(project / "ekphrasis_app/training/ce_clip/recipes/multim-poem.toml")
    places = split(len(entries), recipe.data, recipe.seed)
    assert len(places["test"]) == 1658
    assert len(places["train"]) + len(places["val"]) == 6634

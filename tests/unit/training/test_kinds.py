"""The table of kinds: each among its own, poems apart, runs of one model in one row."""

import json
import weakref
from pathlib import Path

import pytest

from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.errors import BundleProblem, Cancelled, InputProblem
from ekphrasis_app.training import kinds
from ekphrasis_app.training.kinds import measure_kinds, opened
from ekphrasis_app.training.pairs import Pair
from ekphrasis_app.training.table_files import kinds_markdown, write_kinds
from ekphrasis_app.training.tables import Plan
from tests.fakes.numbers import SIZE, KnowsBetter, bundle, read

PAINTINGS = [Pair(str(i), (f"text {i}",), ("title",), "painting") for i in range(12)]
PHOTOS = [Pair(str(i), (f"text {i}",), ("title",), "photo") for i in range(12, 20)]
POEMS = [
    Pair(str(i), (f"caption {i}", f"poem {i}"), ("caption", "poem"), "poem-pair")
    for i in range(SIZE)
]


def nothing(*_: object) -> None:
    pass


def measured(bundles, pairs, cancel=None, say=nothing, **plan):
    plan = Plan(**{"depth": 4, "pool": 6, "draws": 20, "resamples": 200, **plan})
    return measure_kinds(
        bundles, Path(), pairs, read, nothing, cancel or CancelToken(), plan, say
    )


def methods(table):
    return [row.method for row in table.rows]


def test_each_kind_is_ranked_among_its_own_texts():
    tables = measured([bundle()], [*PAINTINGS, *PHOTOS])
    assert [table.title for table in tables] == [
        "photographs: 8 pictures, 8 texts",
        "paintings: 12 pictures, 12 texts",
    ]
    assert [table.rows[0].measures["r1"] for table in tables] == [100, 100]


def test_what_one_kind_lacks_is_not_hidden_by_another():
    photos, paintings = measured([bundle(wrong=12)], [*PAINTINGS, *PHOTOS])
    assert photos.rows[0].measures["mean"] == 1
    assert paintings.rows[0].measures["mean"] == 12


def test_a_poem_has_to_be_found_without_the_help_of_its_caption():
    def misread(word, number):
        return word == "poem"

    pairs, poems = measured([bundle(misread=misread)], POEMS, pool=10)
    assert pairs.title == "poem pairs: 30 pictures, 60 texts"
    assert pairs.rows[0].measures["r1"] == 100
    assert poems.title == "poems among 10: 30 pictures, 30 poems, 20 draws"
    assert poems.rows[0].measures["mean"] == 10


def test_pictures_without_a_poem_are_left_out_of_the_poems():
    without = Pair("0", ("caption 0",), ("caption",), "poem-pair")
    poems = measured([bundle()], [without, *POEMS[1:]])[1]
    assert poems.title == "poems among 6: 29 pictures, 29 poems, 20 draws"


def test_fewer_poems_than_the_pool_are_all_there_is():
    assert measured([bundle()], POEMS[:4], pool=100)[1].title.startswith("poems among 4: ")


def test_bundles_stand_in_the_order_given():
    table = measured([bundle(name="ridge"), bundle(name="better")], PHOTOS)[0]
    assert methods(table) == ["ridge", "better"]


def test_bundles_of_one_name_are_runs_of_one_model():
    runs = [bundle(name="ridge"), bundle(), bundle(wrong=SIZE), bundle()]
    ridge, model = measured(runs, PHOTOS)[0].rows
    assert (ridge.method, ridge.intervals["r1"]) == ("ridge", (100, 100))
    assert model.method == "fake, 3 seeds"
    assert model.measures["r1"] == pytest.approx(200 / 3)
    assert model.measures["mean"] == pytest.approx((1 + 8 + 1) / 3)


def test_the_interval_is_over_the_runs_as_well():
    table = measured([bundle(), bundle(wrong=SIZE)], PHOTOS)[0]
    assert table.rows[0].intervals["r1"] == (0, 100)


def test_the_re_ranked_order_has_a_row_of_its_own():
    tables = measured([bundle(15, KnowsBetter()), bundle(15, name="alone")], POEMS, depth=60)
    for table in tables:
        assert methods(table) == ["fake", "fake, best 60 re-ranked", "alone"]
        assert table.rows[0].measures["r1"] < table.rows[1].measures["r1"] == 100


def test_re_ranking_can_be_left_out():
    assert methods(measured([bundle(0, KnowsBetter())], PHOTOS, depth=0)[0]) == ["fake"]


def test_as_many_poems_are_re_ranked_as_bring_the_depth_into_a_pool():
    scorer = KnowsBetter()
    measured([bundle(0, scorer)], POEMS, depth=4, pool=20)
    assert scorer.asked == [4] * len(POEMS) + [6] * len(POEMS)


def test_a_bundle_is_let_go_before_the_next_one_works():
    first = bundle()
    gone, seen = weakref.ref(first), []

    def one_after_another(waiting):
        yield waiting.pop()
        yield bundle(name="next", misread=lambda *_: seen.append(gone()))

    bundles = one_after_another([first])
    del first
    measured(bundles, PHOTOS)
    assert seen == [None] * len(PHOTOS)


def test_it_says_what_it_measures_next():
    said = []
    measured([bundle()], [*PAINTINGS, *PHOTOS], say=said.append)
    assert said == ["fake 1, photographs: 8 pictures.", "fake 1, paintings: 12 pictures."]


def test_it_can_be_given_up():
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        measured([bundle()], PHOTOS, cancel)


def folder_of(path, name, sha256="00"):
    path.mkdir()
    part = f'[parts.head]\nfile = "head.safetensors"\nsha256 = "{sha256}"\n'
    text = f'format = 1\nname = "{name}"\nversion = "1"\nkind = "starter"\n{part}'
    (path / "bundle.toml").write_text(text)
    return path


@pytest.fixture
def openings(monkeypatch):
    """The folders that were opened so far, with ``open_bundle`` doing nothing else."""
    found = []
    monkeypatch.setattr(kinds, "open_bundle", lambda folder, fetched: found.append(folder))
    return found


def test_bundles_are_opened_one_after_another(tmp_path, openings):
    folders = [folder_of(tmp_path / name, name, name) for name in ("a", "b")]
    bundles = opened(folders, tmp_path)
    next(bundles)
    assert openings == folders[:1]


def test_the_same_model_twice_is_refused_before_any_work(tmp_path, openings):
    folders = [folder_of(tmp_path / name, name) for name in ("a", "b")]
    with pytest.raises(InputProblem, match="Two of the models are the same"):
        next(opened(folders, tmp_path))
    assert openings == []


def test_a_missing_model_is_named_before_any_work(tmp_path, openings):
    with pytest.raises(BundleProblem, match=r"no model bundle in .*nowhere"):
        next(opened([folder_of(tmp_path / "a", "a"), tmp_path / "nowhere"], tmp_path))
    assert openings == []


def test_one_table_and_one_document_hold_the_same_numbers(tmp_path):
    tables = measured([bundle(), bundle(wrong=14)], [*PAINTINGS, *PHOTOS])
    write_kinds(tables, "test of splits.json", tmp_path / "new")
    text = (tmp_path / "new" / "kinds.md").read_text()
    assert text == kinds_markdown(tables, "test of splits.json")
    assert text.startswith(
        "Measured on test of splits.json.\n\n"
        "| pairs | model | R@1 (%) | R@5 (%) | R@10 (%) | R@20 (%)"
        " | mean rank | median rank |\n"
        "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |\n"
        "| photographs: 8 pictures, 8 texts | fake, 2 seeds | 87.5 ["
    )
    content = json.loads((tmp_path / "new" / "kinds.json").read_text())
    assert content["pairs"] == "test of splits.json"
    assert [table["title"] for table in content["tables"]] == [t.title for t in tables]
    low, high = content["tables"][0]["rows"][0]["intervals"]["r1"]
    assert f"87.5 [{low:.1f}, {high:.1f}]" in text

"""The tables for small bundles: what stands in them, and that it is what was measured."""

import json

import numpy as np
import pytest

pytest.importorskip("torch", reason="needs the extra: training")
pytest.importorskip("matplotlib", reason="needs the extra: training")

from ekphrasis_app.capture.decode import decode_file
from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.errors import Cancelled, InputProblem
from ekphrasis_app.training import metrics, paper
from ekphrasis_app.training.evaluation import evaluate
from ekphrasis_app.training.pairs import read_pairs
from ekphrasis_app.training.scoring import ALL, encoded, own_scores, reranked
from ekphrasis_app.training.table_files import markdown, write_tables
from ekphrasis_app.training.tables import Plan, measure, read_judgements
from tests.fakes.ce_clip import small_bundle, small_cross
from tests.fakes.training import pairs_folder


def nothing(*_: object) -> None:
    pass


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return pairs_folder(tmp_path_factory.mktemp("pairs") / "data", test=12)


@pytest.fixture(scope="module")
def bundles(tmp_path_factory):
    home = tmp_path_factory.mktemp("bundles")
    shape = small_cross()
    settings = {"device": "cpu", "rerank": 4}
    return [
        small_bundle(home / "clip", name="clip"),
        small_bundle(home / "ce", shape, name="ce", settings=settings),
    ]


def tables(bundles, folder, judgements=None, **plan):
    plan = Plan(**{"depth": 4, "pool": 6, "draws": 20, "resamples": 60, **plan})
    pairs = read_pairs(folder, "test")
    return measure(
        bundles, folder, pairs, decode_file, nothing, CancelToken(), plan, judgements
    )


@pytest.fixture(scope="module")
def found(bundles, folder):
    return tables(bundles, folder)


def test_each_bundle_stands_alone_and_re_ranked_beside_the_papers_rows(found):
    for table, quoted in zip(found, (paper.AMONG_ALL, paper.AMONG_100), strict=False):
        measured = [row.method for row in table.rows if not row.quoted]
        assert measured == ["clip", "ce", "ce, best 4 re-ranked"]
        assert [row.measures["r1"] for row in table.rows if row.quoted] == [
            q.r1 for q in quoted
        ]
        assert all("quoted from the paper" in row.method for row in table.rows if row.quoted)


def test_the_first_table_says_what_plain_evaluation_says(found, bundles, folder):
    report = evaluate(bundles[1], folder, read_pairs(folder, "test"), decode_file)
    rows = {row.method: row.measures for row in found[0].rows}
    assert rows["ce"]["r5"] == pytest.approx(report.bi_encoder["r5"], abs=0.01)
    again = rows["ce, best 4 re-ranked"]
    assert again["mean"] == pytest.approx(report.reranked["mean_rank"], abs=0.01)


def test_fewer_candidates_are_easier(found):
    for all_texts, few in zip(found[0].rows[:3], found[1].rows[:3], strict=True):
        assert few.measures["mean"] < all_texts.measures["mean"]
    assert "Table 2. The same among 6 texts, mean of 20 draws" in found[1].title


def test_every_measured_number_lies_in_its_interval(found):
    for table in found:
        for row in table.rows:
            for name, interval in (row.intervals or {}).items():
                assert interval.low - 1e-9 <= row.measures[name] <= interval.high + 1e-9


def test_the_other_direction_ranks_pictures_for_texts(found, bundles, folder):
    pairs = read_pairs(folder, "test")
    seen = encoded(bundles[0], folder, pairs, decode_file, nothing, CancelToken()).alone()
    expected = metrics.summary(metrics.ranks(seen.scores.T, seen.own.T))
    assert found[2].title == "12 texts, rank among all 12 pictures"
    assert found[2].rows[0].measures["mean"] == pytest.approx(expected.mean)


def test_a_pool_that_is_too_large_becomes_what_there_is(bundles, folder):
    assert "among 12 texts" in tables(bundles[:1], folder, pool=100)[1].title


def test_scoring_all_pairs_is_the_cross_encoders_own_ranking(bundles, folder):
    pairs = read_pairs(folder, "test")
    seen = encoded(bundles[1], folder, pairs, decode_file, nothing, CancelToken())
    again = reranked(seen, ALL, nothing, CancelToken())
    scorer = bundles[1].pair_scorer
    plain = [scorer.score(picture, seen.texts, CancelToken()) for picture in seen.pictures]
    assert np.allclose(again.scores, plain, atol=1e-5)
    assert again.scores.max() <= 1
    every = tables(bundles[1:], folder, depth=ALL)
    assert [row.method for row in every[2].rows] == ["ce", "ce, all re-ranked"]


def test_what_lies_below_the_depth_keeps_its_order(bundles, folder):
    pairs = read_pairs(folder, "test")
    seen = encoded(bundles[1], folder, pairs, decode_file, nothing, CancelToken())
    before, after = seen.alone().scores, reranked(seen, 3, nothing, CancelToken()).scores
    for row in range(len(pairs)):
        old, new = np.argsort(-before[row]), np.argsort(-after[row])
        assert set(old[:3]) == set(new[:3])
        assert old[3:].tolist() == new[3:].tolist()


def test_own_scores_are_the_scores_that_decide_the_order(bundles, folder):
    pairs = read_pairs(folder, "test")
    seen = encoded(bundles[1], folder, pairs, decode_file, nothing, CancelToken())
    every = reranked(seen, ALL, nothing, CancelToken()).scores
    assert np.allclose(own_scores(seen), every[seen.own], atol=1e-5)
    alone = encoded(bundles[0], folder, pairs, decode_file, nothing, CancelToken())
    assert np.allclose(own_scores(alone), alone.alone().scores[alone.own])


def test_graded_judgements_give_a_table_of_gains(bundles, folder, tmp_path):
    pairs = read_pairs(folder, "test")
    lines = [
        {
            "image": pair.image,
            "text": other.texts[0],
            "grade": 3 if pair is other else place % 3,
        }
        for pair in pairs[:4]
        for place, other in enumerate(pairs[:6])
    ]
    file = tmp_path / "grades.jsonl"
    file.write_text("\n".join(json.dumps(line) for line in lines))
    table = tables(bundles, folder, read_judgements(file))[-1]
    assert table.title == "Graded judgements of 4 pictures, nDCG@5 among the judged texts"
    assert all(0 < row.measures["ndcg"] <= 100 for row in table.rows)


def test_judgements_of_other_pictures_are_refused(bundles, folder):
    with pytest.raises(InputProblem, match="None of the judgements"):
        tables(bundles, folder, {("elsewhere.png", "text"): 3.0})


def test_judgements_that_cannot_be_read_are_named(tmp_path):
    (tmp_path / "grades.jsonl").write_text('{"image": "a"}')
    with pytest.raises(InputProblem, match=r"grades\.jsonl cannot be read"):
        read_judgements(tmp_path / "grades.jsonl")


def test_a_bundle_without_a_cross_encoder_cannot_re_rank(bundles, folder):
    pairs = read_pairs(folder, "test")
    seen = encoded(bundles[0], folder, pairs, decode_file, nothing, CancelToken())
    with pytest.raises(InputProblem, match="clip has no cross-encoder"):
        reranked(seen, 3, nothing, CancelToken())


def test_measuring_can_be_given_up(bundles, folder):
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        pairs = read_pairs(folder, "test")
        measure(bundles, folder, pairs, decode_file, nothing, cancel, Plan())


def test_the_files_hold_the_same_numbers(found, tmp_path):
    write_tables(found, tmp_path)
    text = (tmp_path / "tables.md").read_text()
    assert text == markdown(found)
    content = json.loads((tmp_path / "tables.json").read_text())["tables"]
    first = content[0]["rows"][0]
    assert f"| clip | {first['measures']['r1']:.1f} [" in text
    assert "| *CE-CLIP, quoted from the paper* | *18.4* | *44.7* |" in text
    assert [row["quoted"] for row in content[0]["rows"]] == [False] * 3 + [True] * 4
    assert (tmp_path / "tables.png").read_bytes().startswith(b"\x89PNG")

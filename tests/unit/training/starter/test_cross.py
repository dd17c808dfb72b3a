"""The cross-encoder learns from lists as re-ranking meets them."""

from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs the extra 'training'")
pytest.importorskip("transformers", reason="training needs the extra 'training'")

from ekphrasis_app.training.pairs import Pair  # noqa: E402
from ekphrasis_app.training.starter.batches import Links  # noqa: E402
from ekphrasis_app.training.starter.cross import Crossing, Sides, draw, train  # noqa: E402
from ekphrasis_app.training.starter.crossing import Cross  # noqa: E402
from ekphrasis_app.training.starter.halves import halved, hubs, through  # noqa: E402
from ekphrasis_app.training.starter.networks import linear  # noqa: E402
from tests.fakes.starter import HIDDEN, PLACES, WIDTH, cross_tensors, places  # noqa: E402

COUNT = 24
HOW = Crossing(
    epochs=2, batch=6, pool=12, best=6, rivals=3, rate=1e-3, decay=0.0, hidden=HIDDEN, rerank=0
)


def sides(noise=0.3):
    """Each picture has one text, near to it; the second half of the texts are verse."""
    texts = places(COUNT, 0)
    chance = np.random.default_rng(1)
    seen = texts[:, None] + noise * chance.standard_normal((COUNT, 5, PLACES))
    return Sides(
        torch.nn.functional.normalize(torch.from_numpy(seen.astype(np.float32)), dim=-1),
        np.arange(COUNT) % 2,
        torch.from_numpy(texts),
        {text: places(4, text) for text in range(COUNT // 2, COUNT)},
        torch.zeros(2, COUNT),
        Links([np.array([row]) for row in range(COUNT)], [np.array([1.0])] * COUNT),
        np.zeros(COUNT, np.int64),
    )


def drawn(sides, how=HOW, rows=None):
    known = np.arange(COUNT)
    rows = known if rows is None else rows
    return draw(sides, rows, known, how, np.random.default_rng(2))


def test_a_list_holds_the_own_text_first_and_then_texts_of_others():
    lists = drawn(sides())
    assert (lists.texts[:, 0] == lists.rows).all()
    assert (lists.texts[:, 1:] != lists.rows[:, None]).all()
    assert lists.texts.shape == lists.near.shape == (len(lists.rows), 1 + HOW.rivals)


def test_rivals_are_among_the_best_of_the_pool():
    known = sides()
    lists = drawn(known, replace(HOW, pool=COUNT, best=5, rivals=5))
    near = known.near(lists.rows, np.arange(COUNT))
    near[np.arange(len(near)), lists.rows] = -1
    assert torch.allclose(lists.near[:, 1:].sort().values, near.topk(5).values.sort().values)


def test_a_picture_whose_own_text_would_not_be_re_ranked_teaches_nothing():
    known = sides()
    known.hubs[:, 3] = 10
    assert 3 not in drawn(known).rows
    assert 4 in drawn(known).rows


def test_what_a_text_loses_goes_by_the_half_of_the_picture():
    known = sides()
    before = known.near(np.array([2, 3]), np.array([5, 6]))
    known.hubs[1, 5] = 1
    after = known.near(np.array([2, 3]), np.array([5, 6]))
    assert (before - after).tolist() == [[0, 0], [pytest.approx(1), 0]]


def network():
    torch.manual_seed(0)
    known = cross_tensors(1)
    language = known | {n.replace("layer.0", "layer.1"): value for n, value in known.items()}
    return Cross(language, 1, torch.randn(40, PLACES), torch.randn(40, WIDTH), HIDDEN)


def run(made, folder, how, told=lambda *_: None):
    train(made, how, sides(), np.arange(COUNT), 0, folder / "state.safetensors", told)
    return made.state_dict()


def test_the_loss_falls(tmp_path):
    losses = []
    run(network(), tmp_path, replace(HOW, epochs=30), lambda epoch, loss: losses.append(loss))
    assert np.mean(losses[-5:]) < np.mean(losses[:5])


def test_a_run_that_was_broken_off_ends_as_an_unbroken_one(tmp_path):
    whole = run(network(), tmp_path / "whole", HOW)

    def stop(epoch, loss):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        run(network(), tmp_path / "broken", HOW, stop)
    again = run(network(), tmp_path / "broken", HOW)
    # Not to the last digit: products depend on where in memory their factors lie.
    for name, value in whole.items():
        assert torch.allclose(value, again[name], atol=1e-4), name


def test_a_book_stands_in_one_half_and_both_have_some():
    pairs = [
        Pair(f"{n}.png", ("a",), ("poem",), "poem-pair", f"book {n % 9}") for n in range(90)
    ]
    halves = halved(pairs, np.random.default_rng(0))
    assert set(halves) == {0, 1}
    assert all(len(set(halves[book::9])) == 1 for book in range(9))


def test_a_picture_is_seen_through_the_head_of_its_half():
    heads = [linear(torch.eye(PLACES)), linear(-torch.eye(PLACES))]
    features = torch.from_numpy(places(6, 0)).view(3, 2, PLACES)
    seen = through(heads, np.array([0, 1, 0]), features)
    assert torch.allclose(seen[[0, 2]], features[[0, 2]], atol=1e-6)
    assert torch.allclose(seen[1], -features[1], atol=1e-6)


def test_a_text_that_is_near_to_many_pictures_of_a_half_loses_there():
    seen = torch.from_numpy(places(4, 0))
    found = hubs(seen, np.array([0, 0, 1, 1]), seen, np.arange(4), 1)
    assert found.shape == (2, 4)
    assert found[0, 0] == pytest.approx(1, abs=1e-5)
    assert found[1, 0] < 0.99

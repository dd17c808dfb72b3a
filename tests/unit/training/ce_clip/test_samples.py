"""What stands in a step: the right poems, the same every time."""

import pytest

pytest.importorskip("torch", reason="needs the extra: training")

import numpy as np

from ekphrasis_app.capture.decode import decode_file
from ekphrasis_app.models.ce_clip.pixels import pixels_of
from ekphrasis_app.models.ce_clip.words import Words, tokenizer_of
from ekphrasis_app.training.ce_clip.samples import Samples, epoch_order
from ekphrasis_app.training.pairs import Pair, read_pairs
from tests.fakes.ce_clip import MERGES
from tests.fakes.training import pairs_folder

WORDS = Words(tokenizer_of(MERGES), 24)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return pairs_folder(tmp_path_factory.mktemp("samples") / "data")


@pytest.fixture
def samples(folder) -> Samples:
    return Samples(folder, read_pairs(folder, "train"), WORDS, 16, decode_file)


def rows_of(tensor) -> list:
    return [tuple(row) for row in tensor.tolist()]


def test_a_batch_holds_pictures_their_poems_and_others(folder, samples):
    rows = np.array([4, 9])
    batch = samples.batch(rows, 3, [1])
    pairs = read_pairs(folder, "train")
    for place, row in enumerate(rows):
        picture = pixels_of(decode_file(folder / pairs[row].image), 16)
        assert np.array_equal(batch.pixels[place].numpy(), picture)
        own = tuple(WORDS.ids([pairs[row].texts[0]])[0])
        assert rows_of(batch.own)[place] == own
        others = rows_of(batch.others[place])
        assert len(set(others)) == 3
        assert own not in others


def test_the_seed_decides_the_others_whatever_the_batch(samples):
    alone = samples.batch(np.array([9]), 3, [1]).others[0]
    among = samples.batch(np.array([4, 9]), 3, [1]).others[1]
    again = samples.batch(np.array([9]), 3, [2]).others[0]
    assert alone.tolist() == among.tolist() != again.tolist()


def test_every_other_poem_has_its_turn(samples):
    drawn = {
        other
        for seed in range(60)
        for other in rows_of(samples.batch(np.array([0]), 3, [seed]).others[0])
    }
    assert len(drawn) == len(samples) - 1


def test_one_poem_with_two_pictures_is_told(folder):
    pairs = [Pair(f"pictures/{n}.png", (text,), ("poem",), "") for n, text in enumerate("aba")]
    clash = Samples(folder, pairs, WORDS, 16, decode_file).batch(np.arange(3), 1, [0]).clash
    assert clash.tolist() == [[True, False, True], [False, True, False], [True, False, True]]


def test_a_part_is_the_same_share_each_time(samples):
    part = samples.part(0.25, seed=3)
    assert len(set(part)) == 4
    assert part.tolist() == samples.part(0.25, seed=3).tolist()
    assert samples.part(1.0, seed=3).tolist() == list(range(16))


def test_a_pool_begins_with_the_own_poem_and_holds_no_poem_twice(samples):
    pools = samples.pools(6, seed=1)
    assert pools[:, 0].tolist() == samples.poem.tolist()
    assert all(len(set(pool)) == 6 for pool in pools)
    assert samples.pools(100, seed=1).shape == (16, 16)


def test_an_epoch_takes_every_row_once_in_an_order_of_its_own():
    rows = np.arange(50)
    first, second = epoch_order(rows, [1, 0]), epoch_order(rows, [1, 1])
    assert sorted(first) == sorted(second) == list(rows)
    assert first.tolist() != second.tolist()


def test_a_picture_is_read_once(folder):
    asked = []

    def read(path):
        asked.append(path)
        return decode_file(path)

    samples = Samples(folder, read_pairs(folder, "train"), WORDS, 16, read)
    samples.pixels(np.array([1, 2]))
    samples.pixels(np.array([2, 1]))
    assert len(asked) == 2

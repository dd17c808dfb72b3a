"""Whitening evens out directions, and folds into the layer after it."""

import numpy as np
import pytest

from ekphrasis_app.training.starter.whitening import ridge, standardised, whitening


@pytest.fixture
def uneven():
    return (np.random.default_rng(0).standard_normal((400, 5)) * [9, 4, 2, 1, 0.5] + 3).astype(
        np.float32
    )


def test_the_result_is_centred_and_of_unit_mean_variance(uneven):
    found = whitening(uneven, 0.6, 5)(uneven)
    assert found.mean(axis=0) == pytest.approx(np.zeros(5), abs=1e-4)
    assert found.var(axis=0).mean() == pytest.approx(1, abs=0.01)


def test_more_power_evens_out_more(uneven):
    def spread(power):
        variances = whitening(uneven, power, 5)(uneven).var(axis=0)
        return variances.max() / variances.min()

    assert spread(0.0) > spread(0.6) > spread(1.0)


def test_blocks_count_alike_however_large_their_numbers_are(uneven):
    small = np.random.default_rng(1).standard_normal((400, 5)).astype(np.float32)
    affine = standardised([uneven * 1000, small], 0.0, 10)
    parts = affine.matrix * np.concatenate([uneven.std(0) * 1000, small.std(0)])[:, None]
    assert np.square(parts[:5]).sum() == pytest.approx(np.square(parts[5:]).sum(), rel=0.05)


def test_a_layer_after_it_can_take_it_in(uneven):
    affine = whitening(uneven, 0.6, 3)
    weight, bias = np.arange(6.0).reshape(2, 3), np.array([1.0, -1.0])
    folded, shift = affine.then(weight, bias)
    assert uneven @ folded.T + shift == pytest.approx(
        affine(uneven) @ weight.T + bias, abs=1e-3
    )


def test_ridge_finds_a_linear_map_and_shrinks_it_with_strength():
    x = np.random.default_rng(2).standard_normal((300, 4)).astype(np.float32)
    truth = np.arange(8.0).reshape(4, 2)
    assert ridge(x, x @ truth, 1e-6) == pytest.approx(truth, abs=1e-3)
    assert np.abs(ridge(x, x @ truth, 10.0)).sum() < np.abs(truth).sum() / 2

"""Photographs become drawings of the same thing, and other photographs of it."""

import numpy as np
import pytest
from PIL import Image

from ekphrasis_app.training.starter import drawing
from ekphrasis_app.training.starter.drawing import drawn, varied

SIDE = 64


def disc(dark=40, light=220):
    """A dark disc before a light ground, 100 pixels wide and 80 high."""
    y, x = np.mgrid[:80, :100]
    grey = np.where((x - 50) ** 2 + (y - 40) ** 2 < 400, dark, light).astype(np.uint8)
    return Image.fromarray(np.stack([grey, grey, grey // 2], axis=-1))


def chance(seed=0):
    return np.random.default_rng(seed)


@pytest.mark.parametrize("make", [drawn, varied])
@pytest.mark.parametrize("seed", range(8))
def test_pixels_have_the_side_asked_for_and_the_same_chance_makes_the_same(make, seed):
    first, again = (make(disc(), SIDE, chance(seed)) for _ in range(2))
    assert first.shape == (SIDE, SIDE, 3)
    assert first.dtype == np.uint8
    assert (first == again).all()


def test_another_chance_makes_another_picture():
    assert (drawn(disc(), SIDE, chance(1)) != drawn(disc(), SIDE, chance(2))).any()


def test_an_outline_is_black_where_the_picture_changes_and_paper_elsewhere():
    grey = np.full((SIDE, SIDE), 0.9, np.float32)
    grey[:, SIDE // 2 :] = 0.2
    lines = drawing._outlines(grey, chance())
    assert lines[:, SIDE // 2 - 2 : SIDE // 2 + 2].min() < 0.1
    assert lines[:, 4:20].min() > 0.99


def test_hatching_is_broader_where_it_is_darker():
    share = [
        float((drawing._hatching(np.full((SIDE, SIDE), tone), chance()) < 0.9).mean())
        for tone in (0.05, 0.2, 0.9)
    ]
    assert share[0] > share[1] > share[2] == 0


def test_a_plain_black_picture_can_be_drawn():
    for seed in range(20):
        black = Image.new("RGB", (30, 30))
        assert drawn(black, SIDE, chance(seed)).shape == (SIDE, SIDE, 3)


def test_a_blur_keeps_the_mean_of_an_even_picture():
    even = np.full((9, 9), 0.3, np.float32)
    assert np.allclose(drawing._blurred(even, 2), 0.3, atol=1e-6)

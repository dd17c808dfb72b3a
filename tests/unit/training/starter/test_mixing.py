"""Pictures mixed in twos: each is found again in the images that it is a part of."""

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs the extra 'training'")

from ekphrasis_app.training.starter.mixing import Mix, draw, unmixed  # noqa: E402

COUNT = 7
PICTURES = torch.eye(COUNT)[:, :, None, None]
"""Picture i is lit in its own channel, so that an image tells what it is made of."""


@pytest.fixture
def mix():
    return draw(COUNT, np.random.default_rng(1))


def test_each_part_says_where_a_picture_is_and_how_much_of_it(mix):
    images = mix(PICTURES)[:, :, 0, 0]
    for share, image, other in mix.parts():
        for picture in range(COUNT):
            found = images[image[picture]]
            whole = share if other[picture] != picture else 1.0
            assert float(found[picture]) == pytest.approx(whole)
            assert float(found.sum()) == pytest.approx(1)
            assert float(found[other[picture]]) == pytest.approx(
                1 - share if other[picture] != picture else 1.0
            )


def test_the_parts_make_a_whole_and_the_first_is_the_larger(mix):
    (large, _, _), (small, _, _) = mix.parts()
    assert large + small == pytest.approx(1)
    assert large >= 0.5


def test_unmixed_pictures_stay_as_they_are_and_have_one_part():
    assert unmixed(COUNT)(PICTURES) is PICTURES
    ((share, image, _),) = unmixed(COUNT).parts()
    assert share == 1 and list(image) == list(range(COUNT))
    assert unmixed(COUNT).pure and not Mix(0.9, np.arange(COUNT)).pure

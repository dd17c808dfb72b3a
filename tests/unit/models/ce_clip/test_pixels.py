"""Preprocessing against torchvision's and against what can be seen by eye."""

import numpy as np
import pytest
from PIL import Image

from ekphrasis_app.domain.picture import Origin, Picture
from ekphrasis_app.models.ce_clip.pixels import DEVIATION, MEAN, pixels_of
from tests.fakes.ce_clip import noise


def test_the_middle_of_a_wide_picture_is_cut_out():
    stripes = np.zeros((20, 60, 3), np.uint8)
    stripes[:, 20:40] = 255
    pixels = pixels_of(Picture(stripes.tobytes(), 60, 20, Origin.FILE), 20)
    colours = pixels * DEVIATION[:, None, None] + MEAN[:, None, None]
    assert np.allclose(colours, 1, atol=1e-3)


def test_one_colour_is_normalised_channel_by_channel():
    pixels = pixels_of(Picture(bytes((255, 0, 51)) * 64, 8, 8, Origin.FILE), 4)
    expected = (np.array([1, 0, 0.2]) - MEAN) / DEVIATION
    assert np.allclose(pixels, expected[:, None, None], atol=1e-5)


@pytest.mark.parametrize("size", [(40, 36), (33, 90), (301, 224), (224, 224), (17, 5)])
def test_pixels_equal_torchvisions(size):
    try:
        from torchvision import transforms
    except (ImportError, RuntimeError) as error:
        pytest.skip(f"torchvision does not import beside this torch: {error}")
    picture = noise(1, *size)
    image = Image.frombytes("RGB", size, picture.pixels)
    theirs = transforms.Compose(
        [
            transforms.Resize(224, transforms.InterpolationMode.BICUBIC),
            transforms.CenterCrop(224),
            transforms.ToTensor(),
            transforms.Normalize(MEAN.tolist(), DEVIATION.tolist()),
        ]
    )(image)
    assert np.abs(theirs.numpy() - pixels_of(picture, 224)).max() < 1e-5

"""A picture as CLIP wants it: short side to size, centre cut out, colours normalised."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ekphrasis_app.domain.picture import Picture
from ekphrasis_app.ports import Array

# Mean and deviation of the colours CLIP was trained with (Radford et al. 2021, its code).
MEAN = np.array([0.48145466, 0.4578275, 0.40821073], dtype=np.float32)
DEVIATION = np.array([0.26862954, 0.26130258, 0.27577711], dtype=np.float32)


def pixels_of(picture: Picture, size: int) -> Array:
    """The middle of ``picture`` as (3, size, size), channels red, green, blue."""
    return normalised(middle(picture, size))


def middle(picture: Picture, size: int) -> NDArray[np.uint8]:
    """The short side scaled to ``size`` and the middle cut out: (size, size, 3)."""
    image = Image.frombytes("RGB", (picture.width, picture.height), picture.pixels)
    short = min(image.size)
    # Rounded down like torchvision does, so that the same pixels come out.
    width, height = (int(size * side / short) for side in image.size)
    image = image.resize((width, height), Image.Resampling.BICUBIC)
    left, top = round((width - size) / 2), round((height - size) / 2)
    return np.asarray(image.crop((left, top, left + size, top + size)))


def normalised(colours: NDArray[np.uint8]) -> Array:
    """Colours (size, size, 3) from 0 to 255 as CLIP takes them, (3, size, size)."""
    scaled = (colours.astype(np.float32) / 255.0 - MEAN) / DEVIATION
    return np.ascontiguousarray(scaled.transpose(2, 0, 1))

"""A picture as CLIP wants it: short side to size, centre cut out, colours normalised."""

import numpy as np
from PIL import Image

from ekphrasis_app.domain.picture import Picture
from ekphrasis_app.ports import Array

# Mean and deviation of the colours CLIP was trained with (Radford et al. 2021, its code).
MEAN = np.array([0.48145466, 0.4578275, 0.40821073], dtype=np.float32)
DEVIATION = np.array([0.26862954, 0.26130258, 0.27577711], dtype=np.float32)


def pixels_of(picture: Picture, size: int) -> Array:
    """The middle of ``picture`` as (3, size, size), channels red, green, blue."""
    image = Image.frombytes("RGB", (picture.width, picture.height), picture.pixels)
    short = min(image.size)
    # Rounded down like torchvision does, so that the same pixels come out.
    scaled = tuple(int(size * side / short) for side in image.size)
    image = image.resize((scaled[0], scaled[1]), Image.Resampling.BICUBIC)
    left, top = (round((side - size) / 2) for side in image.size)
    image = image.crop((left, top, left + size, top + size))
    colours = np.asarray(image, dtype=np.float32) / 255.0
    return np.ascontiguousarray(((colours - MEAN) / DEVIATION).transpose(2, 0, 1))

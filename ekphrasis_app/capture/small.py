"""A decoded picture as a small file again."""

import io

from PIL import Image

from ekphrasis_app.capture.pixels import fitted
from ekphrasis_app.domain.picture import Picture

QUALITY = 85


def small_jpeg(picture: Picture, longest: int) -> bytes:
    """The picture as a JPEG file with no side over ``longest`` pixels."""
    size = (picture.width, picture.height)
    image = Image.frombuffer("RGB", size, picture.pixels)
    file = io.BytesIO()
    image.resize(fitted(size, longest), Image.Resampling.LANCZOS).save(
        file, "JPEG", quality=QUALITY
    )
    return file.getvalue()

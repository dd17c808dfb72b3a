"""From whatever Pillow decoded to upright RGB of a bounded size."""

import io
import math
from typing import cast

from PIL import Image, ImageCms

TRANSPOSED = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""How to set a picture upright, by the number in the EXIF tag Orientation."""

SIDEWAYS = (5, 6, 7, 8)
"""The orientations that swap width and height."""

STRIP_ROWS = 256
"""Rows of the result made at a time: no second copy of a large picture in memory."""

_SRGB = ImageCms.createProfile("sRGB")


def fitted(size: tuple[int, int], longest: int) -> tuple[int, int]:
    """``size`` in its proportions with no side over ``longest`` and none under 1."""
    scale = min(1.0, longest / max(size))
    width, height = (max(1, round(side * scale)) for side in size)
    return width, height


def upright(image: Image.Image, orientation: int) -> Image.Image:
    """The image as its camera meant it; an unknown orientation means no change."""
    turn = TRANSPOSED.get(orientation)
    return image if turn is None else image.transpose(turn)


def shrunk_rgb(image: Image.Image, longest: int) -> Image.Image:
    """The image as sRGB of 8 bits, transparent parts white, no side over ``longest``.

    The colour profile is applied if it is sound, otherwise it is left aside.
    """
    profile = image.info.get("icc_profile")
    size = fitted(image.size, longest)
    image = _reduced(
        _eight_bit(image), max(1, min(image.width // size[0], image.height // size[1]))
    )
    image = image.resize(size, Image.Resampling.LANCZOS)
    return _in_srgb(image, profile) if isinstance(profile, bytes) else image.convert("RGB")


def _eight_bit(image: Image.Image) -> Image.Image:
    """Grey of 16 or 32 bits or of floating point brought to 8; others stay as they are."""
    if image.mode not in ("I", "F") and not image.mode.startswith("I;16"):
        return image
    if image.mode.startswith("I;16"):
        scale, offset = 1 / 256, 0.0
    else:
        scale, offset = _scale_of(image)
    if image.mode not in ("I", "F", "I;16"):
        image = image.convert("I")
    return image.point(lambda value: value * scale + offset).convert("L")


def _scale_of(image: Image.Image) -> tuple[float, float]:
    """Factor and offset that bring the values to 0..255.

    The usual ranges keep their meaning; any other is stretched from darkest to brightest.
    """
    low, high = (float(cast(float, value)) for value in image.getextrema())
    if not (math.isfinite(low) and math.isfinite(high)):
        raise ValueError("a picture's values are numbers")
    for top in (1.0, 255.0, 65535.0) if image.mode == "F" else (255.0, 65535.0):
        if low >= 0 and high <= top:
            return 255 / top, 0.0
    scale = 255 / (high - low or 1)
    return scale, -low * scale


def _reduced(image: Image.Image, factor: int) -> Image.Image:
    """Opaque and smaller by a whole factor, made strip by strip."""
    if factor == 1:
        return _opaque(image)
    rows = STRIP_ROWS * factor
    parts = [
        _opaque(image.crop((0, top, image.width, min(top + rows, image.height)))).reduce(factor)
        for top in range(0, image.height, rows)
    ]
    whole = Image.new(parts[0].mode, (parts[0].width, sum(part.height for part in parts)))
    for index, part in enumerate(parts):
        whole.paste(part, (0, index * STRIP_ROWS))
    return whole


def _opaque(image: Image.Image) -> Image.Image:
    """As L, RGB or CMYK, laid on white where it is transparent."""
    if image.has_transparency_data:
        image = image.convert("RGBA")
        white = Image.new("RGBA", image.size, "white")
        return Image.alpha_composite(white, image).convert("RGB")
    if image.mode in ("L", "RGB", "CMYK"):
        return image
    return image.convert("L" if image.mode == "1" else "RGB")


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(image, source, _SRGB, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        converted = None  # a broken profile, or one for other colours than these
    return converted or image.convert("RGB")

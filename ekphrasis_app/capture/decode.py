"""The one door for untrusted bytes: a picture comes out, or a sentence that says why not.

The order is header first: kind, number of bytes and number of pixels are known and
accepted before anything is decoded. Of an animation the first frame is taken.
"""

import io
import logging
import re
import warnings
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, cast

from PIL import Image, UnidentifiedImageError

from ekphrasis_app.capture.metadata import DAMAGED, orientation, plain, title_and_artist
from ekphrasis_app.capture.opening import open_ordinary
from ekphrasis_app.capture.pixels import SIDEWAYS, fitted, shrunk_rgb, upright
from ekphrasis_app.capture.problems import Trouble, unidentified
from ekphrasis_app.capture.watched import TooSlow, WatchedReader
from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.picture import Origin, Picture

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF")
"""Kinds that are accepted, told by content; never Pillow's whole list of decoders."""

MOST_BYTES = 400 << 20
"""A 100-megapixel picture without compression takes 300 MB."""

MOST_PIXELS = 120_000_000
"""Cameras of 100 megapixels exist; decoded, these take half a gigabyte."""

LONGEST_SIDE = 2048
"""Enough for every encoder and for enlarging on a screen; takes 12 MB as RGB."""

SECONDS = 20.0
"""An honest picture of the largest size takes a few seconds on a slow computer."""


# What Pillow complains of is decided on here, and said once.
logging.getLogger("PIL").setLevel(logging.CRITICAL)


def decode_file(path: Path, cancel: CancelToken | None = None) -> Picture:
    """The picture in the file ``path``, called by the file's name.

    Raise ``PictureProblem`` where it cannot be had, ``Cancelled`` when given up.
    """
    name = plain(path.name) or "The file"
    with open_ordinary(path, name) as (file, size):
        picture = _decoded(file, size, name, cancel or CancelToken())
    return replace(picture, name=plain(re.sub("[_-]+", " ", path.stem)), path=str(path))


def decode_bytes(
    data: bytes, name: str, origin: Origin, cancel: CancelToken | None = None
) -> Picture:
    """The picture in ``data``; ``name`` is what to call it aloud. Raise as above."""
    name = plain(name) or "The picture"
    picture = _decoded(io.BytesIO(data), len(data), name, cancel or CancelToken())
    return replace(picture, name=name, origin=origin)


def _decoded(file: BinaryIO, size: int, name: str, cancel: CancelToken) -> Picture:
    """Every way in which Pillow can fail ends here, in a sentence about ``name``."""
    if size == 0:
        raise Trouble.EMPTY.about(name)
    if size > MOST_BYTES:
        raise Trouble.TOO_MANY_BYTES.about(name, most=MOST_BYTES >> 20)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _picture(WatchedReader(file, cancel, SECONDS), name)
    except UnidentifiedImageError as error:
        file.seek(0)
        raise unidentified(name, file.read(64)) from error
    except Image.DecompressionBombError as error:
        raise Trouble.TOO_MANY_PIXELS.about(name, most=MOST_PIXELS // 1_000_000) from error
    except TooSlow as error:
        raise Trouble.TOO_SLOW.about(name) from error
    except MemoryError as error:
        raise Trouble.TOO_LITTLE_MEMORY.about(name) from error
    except DAMAGED as error:
        raise Trouble.DAMAGED.about(name) from error


def _picture(reader: WatchedReader, name: str) -> Picture:
    with Image.open(cast(BinaryIO, reader), formats=FORMATS) as image:
        full = image.size
        if full[0] * full[1] > MOST_PIXELS:
            raise Trouble.TOO_MANY_PIXELS.about(name, most=MOST_PIXELS // 1_000_000)
        image.draft(None, fitted(full, LONGEST_SIDE))
        image.load()
        turn = orientation(image)  # after loading: some kinds keep it behind the pixels
        title, artist = title_and_artist(image)
        ready = upright(shrunk_rgb(image, LONGEST_SIDE), turn)
    return Picture(
        ready.tobytes(),
        *ready.size,
        Origin.FILE,
        title=title,
        artist=artist,
        full_size=full[::-1] if turn in SIDEWAYS else full,
    )

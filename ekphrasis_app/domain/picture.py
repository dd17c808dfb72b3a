"""A picture of an artwork, already decoded and upright."""

from dataclasses import dataclass
from enum import Enum


class Origin(Enum):
    """Where a picture came from."""

    FILE = "file"
    CLIPBOARD = "clipboard"
    CAMERA = "camera"
    SCREEN = "screen"


@dataclass(frozen=True, slots=True)
class Picture:
    """One artwork as upright RGB pixels, 8 bits a channel, rows from the top.

    ``pixels`` holds ``3 * width * height`` bytes. ``width`` and ``height`` are those of
    the pixels here; ``full_size`` is the width and height of the upright original where
    it was larger; ``name`` is what to call the picture aloud.
    """

    pixels: bytes
    width: int
    height: int
    origin: Origin
    name: str = ""
    path: str = ""
    title: str = ""
    artist: str = ""
    full_size: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        if self.width < 1 or self.height < 1:
            raise ValueError("a picture has at least one pixel")
        if len(self.pixels) != 3 * self.width * self.height:
            raise ValueError("the pixels do not fill the picture")

    @property
    def original_size(self) -> tuple[int, int]:
        """Width and height of the upright original, in pixels."""
        return self.full_size or (self.width, self.height)

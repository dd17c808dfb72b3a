"""Why a picture cannot be used: a sentence for each reason, and what to do about it."""

from enum import Enum

from ekphrasis_app.domain.errors import PictureProblem
from ekphrasis_app.wording import tr

CHOOSE_A_PICTURE = "Choose a JPEG, PNG, WebP, GIF, BMP or TIFF file."
CHOOSE_ANOTHER = "Choose another picture."
COPY_AGAIN = "Copy or download it again, or choose another picture."
OPEN_SMALLER = "Open a smaller copy of it."

LOOKALIKES = (
    (0, b"%PDF", "a PDF document"),
    (0, b"<svg", "an SVG drawing"),
    (0, b"8BPS", "a Photoshop document"),
    (4, b"ftypheic", "a HEIC picture"),
    (4, b"ftypheix", "a HEIC picture"),
    (4, b"ftypmif1", "a HEIC picture"),
    (4, b"ftypmsf1", "a HEIC picture"),
    (4, b"jP  ", "a JPEG 2000 picture"),
)
"""Kinds that people take for pictures: where their mark stands, the mark, what to say."""


class Trouble(Enum):
    """What happened and what to do; the names in braces are filled in by ``about``."""

    MISSING = (
        "There is no file {name}.",
        f"It may have been moved or deleted. {CHOOSE_ANOTHER}",
    )
    FOLDER = ("{name} is a folder.", "Choose a picture inside it.")
    DEVICE = ("{name} is a device, not a file.", CHOOSE_A_PICTURE)
    FORBIDDEN = (
        "You are not allowed to read {name}.",
        "Change its permissions, or choose another picture.",
    )
    UNREADABLE = ("{name} cannot be read: {why}.", CHOOSE_ANOTHER)
    EMPTY = ("{name} is empty.", COPY_AGAIN)
    TOO_MANY_BYTES = ("{name} is larger than {most} megabytes.", OPEN_SMALLER)
    TOO_MANY_PIXELS = ("{name} has more than {most} megapixels.", OPEN_SMALLER)
    NOT_A_PICTURE = ("{name} is not a picture that can be read.", CHOOSE_A_PICTURE)
    OTHER_KIND = (
        "{name} is {kind}, which cannot be read.",
        "Save it as JPEG or PNG in the program that made it, then open that file.",
    )
    DAMAGED = ("{name} is damaged or not complete.", COPY_AGAIN)
    TOO_SLOW = (
        "Opening {name} took too long and was given up.",
        f"It may be damaged. {CHOOSE_ANOTHER}",
    )
    TOO_LITTLE_MEMORY = (
        "There is not enough free memory to open {name}.",
        "Close other programs, or open a smaller copy of it.",
    )
    EMPTY_CLIPBOARD = (
        "There is no picture on the clipboard.",
        "Copy a picture, then paste it again.",
    )

    def about(self, name: str = "", **facts: object) -> PictureProblem:
        """The problem with the picture that is called ``name``."""
        happened, advice = self.value
        return PictureProblem(happened, advice, name=name, **facts)


def unidentified(name: str, head: bytes) -> PictureProblem:
    """``head`` is how the file begins; some kinds deserve to be called by their name."""
    for start, mark, kind in LOOKALIKES:
        if head[start:].startswith(mark):
            return Trouble.OTHER_KIND.about(name, kind=tr(kind))
    return Trouble.NOT_A_PICTURE.about(name)

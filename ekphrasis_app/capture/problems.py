"""Why a picture cannot be used: a sentence for each reason, and what to do about it."""

from enum import Enum

from ekphrasis_app.domain.errors import PictureProblem

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
    """What happened and what to do, with places for the file's name and a fact."""

    MISSING = ("There is no file {}.", f"It may have been moved or deleted. {CHOOSE_ANOTHER}")
    FOLDER = ("{} is a folder.", "Choose a picture inside it.")
    DEVICE = ("{} is a device, not a file.", CHOOSE_A_PICTURE)
    FORBIDDEN = (
        "You are not allowed to read {}.",
        "Change its permissions, or choose another picture.",
    )
    UNREADABLE = ("{} cannot be read: {}.", CHOOSE_ANOTHER)
    EMPTY = ("{} is empty.", COPY_AGAIN)
    TOO_MANY_BYTES = ("{} is larger than {} megabytes.", OPEN_SMALLER)
    TOO_MANY_PIXELS = ("{} has more than {} megapixels.", OPEN_SMALLER)
    NOT_A_PICTURE = ("{} is not a picture that can be read.", CHOOSE_A_PICTURE)
    OTHER_KIND = (
        "{} is {}, which cannot be read.",
        "Save it as JPEG or PNG in the program that made it, then open that file.",
    )
    DAMAGED = ("{} is damaged or not complete.", COPY_AGAIN)
    TOO_SLOW = (
        "Opening {} took too long and was given up.",
        f"It may be damaged. {CHOOSE_ANOTHER}",
    )
    TOO_LITTLE_MEMORY = (
        "There is not enough free memory to open {}.",
        "Close other programs, or open a smaller copy of it.",
    )
    EMPTY_CLIPBOARD = (
        "There is no picture on the clipboard.",
        "Copy a picture, then paste it again.",
    )

    def about(self, *facts: object) -> PictureProblem:
        """The problem in words; ``facts`` are the file's name and, where asked, one more."""
        happened, advice = self.value
        return PictureProblem(happened.format(*facts), advice)


def unidentified(name: str, head: bytes) -> PictureProblem:
    """``head`` is how the file begins; some kinds deserve to be called by their name."""
    for start, mark, kind in LOOKALIKES:
        if head[start:].startswith(mark):
            return Trouble.OTHER_KIND.about(name, kind)
    return Trouble.NOT_A_PICTURE.about(name)

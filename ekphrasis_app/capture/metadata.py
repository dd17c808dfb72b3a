"""What a picture's own file says of it: title, artist, which way is up."""

import html
import re
import struct
import unicodedata
import zlib

from PIL import ExifTags, Image

DAMAGED = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
    ArithmeticError,
    EOFError,
    RuntimeError,
    struct.error,
    zlib.error,
)
"""What Pillow raises on bytes that are not what they claim to be."""

LONGEST = 200
"""Characters of a title or name that are kept: more is a description, not a name."""

MOST_XMP = 1 << 18
"""Bytes of XMP that are looked at; title and artist stand near its beginning."""

JOINERS = "\u200c\u200d"
"""Invisible characters that belong to the spelling of some languages."""

NOT_TITLES = ("digital camera", "dsc", "dcim", "created with", "screenshot", "untitled")
"""What cameras and programs write where a title belongs, in lower case."""


def title_and_artist(image: Image.Image) -> tuple[str, str]:
    """What XMP, PNG text or EXIF say, in this order; empty where they say nothing."""
    title = _xmp(image, "title") or _png(image, "Title") or _exif(image, "ImageDescription")
    artist = _xmp(image, "creator") or _png(image, "Author") or _exif(image, "Artist")
    return ("" if any(word in title.lower() for word in NOT_TITLES) else title), artist


def orientation(image: Image.Image) -> int:
    """The number in the EXIF tag Orientation; 1, upright, where none can be read."""
    value = _tag(image, ExifTags.Base.Orientation)
    return value if isinstance(value, int) else 1


def plain(text: str) -> str:
    """One line to be spoken: no control or direction characters, no runs of spaces."""
    kept = (
        " " if unicodedata.category(c) == "Cc" else c
        for c in text[: 4 * LONGEST]
        if c in JOINERS or unicodedata.category(c) not in ("Cf", "Cs")
    )
    return " ".join("".join(kept).split())[:LONGEST].strip()


def _xmp(image: Image.Image, name: str) -> str:
    """Found by pattern: an XML parser would be one more door for untrusted bytes."""
    packet = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    text = packet[:MOST_XMP]
    if isinstance(text, bytes):
        text = text.decode("utf-8", "replace")
    inside = text.partition(f"<dc:{name}>")[2].partition(f"</dc:{name}>")[0]
    found = re.search(r"<rdf:li[^>]*>([^<]*)", inside[: 8 * LONGEST])
    return plain(html.unescape(found[1])) if found else ""


def _png(image: Image.Image, name: str) -> str:
    value = image.info.get(name)
    return plain(value) if image.format == "PNG" and isinstance(value, str) else ""


def _exif(image: Image.Image, name: str) -> str:
    value = _tag(image, ExifTags.Base[name])
    return plain(_as_utf8(value)) if isinstance(value, str) else ""


def _tag(image: Image.Image, number: int) -> object:
    try:
        return image.getexif().get(number)
    except DAMAGED:
        return None


def _as_utf8(text: str) -> str:
    """EXIF text is ASCII by the standard, UTF-8 in practice, and read as Latin-1."""
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text

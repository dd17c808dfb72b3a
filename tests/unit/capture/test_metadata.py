"""Title and artist as the file states them, fit to be spoken."""

import pytest
from PIL import Image, PngImagePlugin

from ekphrasis_app.capture.decode import decode_bytes
from ekphrasis_app.capture.metadata import LONGEST, plain
from ekphrasis_app.domain.picture import Origin
from tests.fakes.pictures import as_file, four_corners

XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description>
<dc:creator><rdf:Seq><rdf:li>Ada &amp; Bert</rdf:li></rdf:Seq></dc:creator>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Two Boats</rdf:li></rdf:Alt></dc:title>
</rdf:Description></rdf:RDF></x:xmpmeta>"""


def stated(kind="JPEG", **options):
    picture = decode_bytes(as_file(four_corners(), kind, **options), "x", Origin.FILE)
    return picture.title, picture.artist


def exif(title=None, artist=None):
    tags = Image.Exif()
    if title:
        tags[0x010E] = title
    if artist:
        tags[0x013B] = artist
    return tags


def test_a_file_that_says_nothing():
    assert stated() == ("", "")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_exif_says_title_and_artist(kind):
    assert stated(kind, exif=exif("The Pond", "A. Painter")) == ("The Pond", "A. Painter")


def test_letters_beyond_ascii_are_read_as_they_were_meant():
    assert stated(exif=exif("Bäume im Nebel".encode(), "Zoë".encode())) == (
        "Bäume im Nebel",
        "Zoë",
    )


@pytest.mark.parametrize("kind", ["JPEG", "WEBP"])
def test_xmp_goes_before_exif(kind):
    both = stated(kind, xmp=XMP.encode(), exif=exif("IMG", "nobody"))
    assert both == ("Two Boats", "Ada & Bert")


def test_text_of_a_png():
    text = PngImagePlugin.PngInfo()
    text.add_text("Title", "Pond")
    text.add_itxt("Author", "Zoë")
    assert stated("PNG", pnginfo=text) == ("Pond", "Zoë")


@pytest.mark.parametrize("words", ["OLYMPUS DIGITAL CAMERA", "SONY DSC", "Created with GIMP"])
def test_what_a_camera_writes_is_no_title(words):
    assert stated(exif=exif(words)) == ("", "")


@pytest.mark.parametrize(
    "xmp",
    [b"<dc:title>", b"<dc:title>" * 20_000, b"<dc:title><rdf:li" + b"<" * 90_000, b"\xff" * 50],
)
def test_broken_xmp_says_nothing(xmp):
    assert stated("WEBP", xmp=xmp) == ("", "")


def test_spoken_text_is_one_line_without_control_or_direction_characters():
    assert plain(" The\x00 \x1b[2J\n\u202eHay\u200b  Wain ") == "The [2J Hay Wain"


def test_invisible_letters_that_belong_to_a_language_stay():
    assert plain("می\u200cخواهم") == "می\u200cخواهم"


def test_spoken_text_is_not_endless():
    assert len(plain("word " * 10_000)) <= LONGEST

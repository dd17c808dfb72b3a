"""The one door for untrusted bytes: right results for every honest picture."""

import pytest
from PIL import Image, ImageCms

from ekphrasis_app.capture import decode
from ekphrasis_app.capture.decode import decode_bytes, decode_file
from ekphrasis_app.domain.errors import PictureProblem
from ekphrasis_app.domain.picture import Origin
from tests.fakes.pictures import (
    CORNERS,
    WHITE,
    alike,
    as_file,
    corners_of,
    four_corners,
    pixels_of,
)


def decoded(image, kind="PNG", **options):
    return decode_bytes(as_file(image, kind, **options), "the picture", Origin.CLIPBOARD)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF"])
def test_each_accepted_kind_gives_the_same_picture(kind):
    picture = decoded(four_corners(), kind)
    assert (picture.width, picture.height) == (48, 32)
    assert alike(corners_of(picture), CORNERS)


@pytest.mark.parametrize("kind", ["PPM", "ICO", "TGA", "SGI", "PCX"])
def test_kinds_that_are_not_on_the_list_are_refused_though_pillow_reads_them(kind):
    with pytest.raises(PictureProblem, match="is not a picture that can be read"):
        decoded(four_corners(), kind)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_comes_out_upright(kind, orientation):
    stored = (
        four_corners().transpose(INVERSE[orientation]) if orientation > 1 else four_corners()
    )
    exif = Image.Exif()
    exif[0x0112] = orientation
    lossless = {"WEBP": {"lossless": True}, "JPEG": {"quality": 95, "subsampling": 0}}
    picture = decoded(stored, kind, exif=exif, **lossless.get(kind, {}))
    assert picture.original_size == (picture.width, picture.height) == (48, 32)
    assert alike(corners_of(picture), CORNERS)


INVERSE = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


@pytest.mark.parametrize("orientation", [0, 9, 77])
def test_an_orientation_that_does_not_exist_changes_nothing(orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    assert alike(corners_of(decoded(four_corners(), exif=exif)), CORNERS)


@pytest.mark.parametrize(
    ("mode", "kind"),
    [
        ("CMYK", "JPEG"),
        ("CMYK", "TIFF"),
        ("LAB", "TIFF"),
        ("YCbCr", "JPEG"),
        ("P", "PNG"),
        ("P", "GIF"),
        ("RGBA", "PNG"),
        ("RGBX", "TIFF"),
    ],
)
def test_other_colour_models_come_out_as_rgb(mode, kind):
    source = four_corners()
    if mode == "LAB":
        to_lab = ImageCms.buildTransform(
            ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB"
        )
        image = ImageCms.applyTransform(source, to_lab)
    else:
        image = source.quantize(8) if mode == "P" else source.convert(mode)
    assert alike(corners_of(decoded(image, kind)), CORNERS, tolerance=20)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "I;16", "I", "F"])
def test_greys_of_every_depth_come_out_as_grey(mode):
    ramp = Image.linear_gradient("L").resize((64, 64))
    image = {
        "I;16": lambda: ramp.convert("I").point(lambda v: v * 257).convert("I;16"),
        "I": lambda: ramp.convert("I").point(lambda v: v * 257 + 0),
        "F": lambda: ramp.convert("F").point(lambda v: v * (1 / 255) + 0),
    }.get(mode, lambda: ramp.convert(mode))()
    shown = pixels_of(decoded(image, "TIFF"))
    top, bottom = shown.getpixel((32, 2)), shown.getpixel((32, 61))
    assert max(top) < 30
    assert min(bottom) > 225
    if mode != "1":
        assert alike([shown.getpixel((32, 32))], [(128, 128, 128)], tolerance=6)


def test_sixteen_bits_a_channel_are_brought_to_eight():
    picture = decode_bytes(PNG_OF_48_BIT_RED, "the picture", Origin.FILE)
    assert pixels_of(picture).getpixel((0, 0)) == (255, 0, 0)


def png_of_48_bit_red():
    import struct
    import zlib

    def chunk(name, data):
        return (
            struct.pack(">I", len(data))
            + name
            + data
            + struct.pack(">I", zlib.crc32(name + data))
        )

    header = struct.pack(">IIBBBBB", 1, 1, 16, 2, 0, 0, 0)
    row = b"\0" + b"\xff\xff\0\0\0\0"
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(row))
        + chunk(b"IEND", b"")
    )


PNG_OF_48_BIT_RED = png_of_48_bit_red()


def test_transparent_parts_lie_on_white():
    image = four_corners().convert("RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 24, 16))
    assert alike(corners_of(decoded(image)), (WHITE, *CORNERS[1:]))


def test_half_transparent_parts_are_mixed_with_white():
    image = Image.new("RGBA", (8, 8), (0, 0, 0, 128))
    assert alike(corners_of(decoded(image)), [(127, 127, 127)] * 4, tolerance=2)


def test_a_transparent_colour_of_a_palette_is_white():
    image = four_corners().quantize(8)
    red = image.getpixel((1, 1))
    for kind in ("PNG", "GIF"):
        picture = decoded(image, kind, transparency=red)
        assert alike(corners_of(picture), (WHITE, *CORNERS[1:]))


def test_a_transparent_colour_without_palette_is_white():
    picture = decoded(four_corners(), "PNG", transparency=CORNERS[0])
    assert alike(corners_of(picture), (WHITE, *CORNERS[1:]))


def test_an_invisible_grey_is_white():
    picture = decoded(Image.new("LA", (8, 8), (0, 0)))
    assert corners_of(picture) == (WHITE,) * 4


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "TIFF"])
def test_of_an_animation_the_first_frame_is_taken(kind):
    frames = [Image.new("RGB", (48, 32), colour) for colour in CORNERS]
    picture = decoded(
        four_corners(), kind, save_all=True, append_images=frames, **LOSSLESS.get(kind, {})
    )
    assert alike(corners_of(picture), CORNERS)


LOSSLESS = {"WEBP": {"lossless": True}}


def test_a_colour_profile_is_applied():
    """Red and green exchanged by a profile whose primaries are exchanged."""
    image = Image.new("RGB", (8, 8), (200, 30, 20))
    exchanged = swapped_profile()
    assert not alike(corners_of(decoded(image, icc_profile=exchanged)), [(200, 30, 20)] * 4, 40)


def swapped_profile():
    """sRGB's own profile with the entries for red and green pointing at each other."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, green = data.index(b"rXYZ"), data.index(b"gXYZ")
    data[red : red + 4], data[green : green + 4] = b"gXYZ", b"rXYZ"
    return bytes(data)


def test_the_profile_of_srgb_changes_nothing():
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert alike(corners_of(decoded(four_corners(), icc_profile=srgb)), CORNERS, tolerance=2)


@pytest.mark.parametrize("profile", [b"", b"not a profile", b"\0" * 5000])
def test_a_broken_profile_is_left_aside(profile):
    assert alike(corners_of(decoded(four_corners(), icc_profile=profile)), CORNERS, 2)


def test_a_profile_for_other_colours_is_left_aside():
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture = decoded(four_corners().convert("CMYK"), "JPEG", icc_profile=srgb)
    assert alike(corners_of(picture), CORNERS, tolerance=20)


@pytest.mark.parametrize(("kind", "mode"), [("JPEG", "RGB"), ("PNG", "RGB"), ("PNG", "RGBA")])
def test_a_large_picture_is_made_smaller_and_its_true_size_kept(kind, mode):
    picture = decoded(four_corners(6000, 4000).convert(mode), kind)
    assert (picture.width, picture.height) == (2048, 1365)
    assert picture.original_size == (6000, 4000)
    assert alike(corners_of(picture), CORNERS)


def test_a_large_picture_on_its_side_is_measured_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = decoded(four_corners(4000, 3000).transpose(INVERSE[6]), "JPEG", exif=exif)
    assert picture.original_size == (4000, 3000)
    assert (picture.width, picture.height) == (2048, 1536)


@pytest.mark.parametrize("size", [(1, 1), (1, 9000), (9000, 1)])
def test_the_narrowest_pictures_keep_a_pixel(size):
    picture = decoded(Image.new("RGB", size, CORNERS[0]))
    assert picture.original_size == size
    assert max(picture.width, picture.height) <= 2048
    assert pixels_of(picture).getpixel((0, 0)) == CORNERS[0]


def test_a_hundred_megapixels_are_read():
    picture = decode_bytes(hundred_megapixels(), "a large one", Origin.FILE)
    assert picture.original_size == (10_000, 10_000)
    assert (picture.width, picture.height) == (2048, 2048)


def hundred_megapixels():
    return as_file(Image.new("L", (10_000, 10_000), 90), "JPEG")


def test_content_counts_and_not_the_suffix(tmp_path):
    path = tmp_path / "really-a-png.jpg"
    path.write_bytes(as_file(four_corners(), "PNG"))
    assert alike(corners_of(decode_file(path)), CORNERS)


def test_a_file_is_called_by_its_name(tmp_path):
    path = tmp_path / "the_hay-wain.png"
    path.write_bytes(as_file(four_corners()))
    picture = decode_file(path)
    assert (picture.name, picture.path) == ("the hay wain", str(path))
    assert picture.origin is Origin.FILE


def test_the_file_is_closed_again(tmp_path, monkeypatch):
    path = tmp_path / "a.png"
    path.write_bytes(as_file(four_corners()))
    opened = []
    real = decode.WatchedReader

    def watching(file, *rest):
        opened.append(file)
        return real(file, *rest)

    monkeypatch.setattr(decode, "WatchedReader", watching)
    decode_file(path)
    assert [file.closed for file in opened] == [True]


def test_pillows_settings_for_the_whole_process_are_left_alone():
    from PIL import ImageFile

    before = Image.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES
    decoded(four_corners())
    assert before == (Image.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES)

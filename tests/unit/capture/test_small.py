"""A decoded picture becomes a small file that shows the same."""

from ekphrasis_app.capture.decode import decode_bytes
from ekphrasis_app.capture.small import small_jpeg
from ekphrasis_app.domain.picture import Origin
from tests.fakes.pictures import CORNERS, alike, as_file, corners_of, four_corners


def decoded(data):
    return decode_bytes(data, "the picture", Origin.FILE)


def test_a_large_picture_is_made_smaller_in_its_proportions():
    small = decoded(small_jpeg(decoded(as_file(four_corners(480, 320))), 60))
    assert (small.width, small.height) == (60, 40)
    assert alike(corners_of(small), CORNERS)


def test_a_small_picture_keeps_its_size():
    small = decoded(small_jpeg(decoded(as_file(four_corners(48, 32))), 60))
    assert (small.width, small.height) == (48, 32)

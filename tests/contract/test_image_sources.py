"""What every way in for a picture promises."""

import pytest

from ekphrasis_app.capture.clipboard import ClipboardSource
from ekphrasis_app.capture.file import FileSource
from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.errors import Cancelled, PictureProblem
from ekphrasis_app.domain.picture import Origin
from tests.fakes.pictures import CORNERS, alike, as_file, corners_of, four_corners


def file_source(folder, data):
    path = folder / "a picture.png"
    if data:
        path.write_bytes(data)
    return FileSource(path)


def clipboard_source(folder, data):
    return ClipboardSource(data)


SOURCES = {file_source: Origin.FILE, clipboard_source: Origin.CLIPBOARD}

every_source = pytest.mark.parametrize("source", SOURCES)


@every_source
def test_it_gives_an_upright_picture_that_says_where_it_came_from(source, tmp_path):
    picture = source(tmp_path, as_file(four_corners())).picture(CancelToken())
    assert alike(corners_of(picture), CORNERS)
    assert picture.origin is SOURCES[source]
    assert picture.name


@every_source
def test_it_gives_the_picture_again_when_asked_again(source, tmp_path):
    ways_in = source(tmp_path, as_file(four_corners()))
    assert ways_in.picture(CancelToken()) == ways_in.picture(CancelToken())


@every_source
@pytest.mark.parametrize("data", [b"", b"no picture at all"])
def test_without_a_picture_it_says_what_happened_and_what_to_do(source, data, tmp_path):
    with pytest.raises(PictureProblem) as caught:
        source(tmp_path, data).picture(CancelToken())
    assert caught.value.happened.endswith(".")
    assert caught.value.advice.endswith(".")


@every_source
def test_it_can_be_given_up(source, tmp_path):
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        source(tmp_path, as_file(four_corners())).picture(cancel)

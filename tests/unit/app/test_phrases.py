"""What pictures are called."""

from ekphrasis_app.app import phrases
from ekphrasis_app.domain.picture import Origin, Picture


def named(**what: object) -> str:
    return phrases.picture_name(Picture(bytes(3), 1, 1, **what))


def test_a_picture_goes_by_title_and_artist_else_by_the_name_of_its_file() -> None:
    assert named(origin=Origin.FILE, name="light", title="Light", artist="Ann") == (
        "Light by Ann"
    )
    assert named(origin=Origin.FILE, name="light", title="Light") == "Light"
    assert named(origin=Origin.FILE, name="light") == "light"
    assert named(origin=Origin.FILE) == "the picture"


def test_a_copied_picture_is_named_in_the_language_of_the_moment() -> None:
    copied = {"origin": Origin.CLIPBOARD, "name": "Das kopierte Bild"}
    assert named(**copied) == "The copied picture"
    assert named(**copied, title="Light") == "Light"

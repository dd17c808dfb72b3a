"""The command line with a small library and a bundle that knows three colours."""

import io
import json

import pytest
from PIL import Image

from ekphrasis_app.app import folders
from ekphrasis_app.cli.main import main
from ekphrasis_app.cli.output import Output
from ekphrasis_app.domain.poem import Poem, stanzas_of
from ekphrasis_app.library.store import Library
from tests.fakes.bundles import colour_bundle

VERSE = {
    "red": "The red door,\nthe red, red door\n\nstands open.",
    "green": "A green field,\na green hill.",
    "blue": "Blue upon blue\nthe water goes.",
}


def poem(colour):
    title = "" if colour == "blue" else colour.capitalize()
    return Poem(colour, title, "Ann Writer", stanzas_of(VERSE[colour]))


class Run:
    """What one run of the command line gave."""

    def __init__(self, *words):
        result, notes = io.StringIO(), io.StringIO()
        self.code = main([str(word) for word in words], Output(result, notes))
        self.result, self.notes = result.getvalue(), notes.getvalue()

    @property
    def document(self):
        return json.loads(self.result)


@pytest.fixture
def library(home, monkeypatch):
    """Three poems, and the bundle of colours in place of every bundle."""
    monkeypatch.setattr(
        "ekphrasis_app.models.bundle.open_bundle", lambda folder, fetched: colour_bundle()
    )
    with Library.open(folders.library_path()) as opened:
        opened.add([poem(colour) for colour in VERSE])


@pytest.fixture
def green_picture(tmp_path):
    """A green picture, wider than high."""
    path = tmp_path / "green meadow.png"
    Image.new("RGB", (60, 40), (20, 200, 30)).save(path)
    return path

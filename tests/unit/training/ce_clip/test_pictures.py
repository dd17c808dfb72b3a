"""Fetching many pictures from a local server: politely, again, and past the dead ones."""

from itertools import pairwise

import pytest

from ekphrasis_app.capture.decode import decode_file
from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.errors import Cancelled
from ekphrasis_app.models.download import asked
from ekphrasis_app.training.ce_clip import pictures
from ekphrasis_app.training.ce_clip.pictures import (
    Manners,
    dead_addresses,
    fetch_pictures,
    picture_file,
)
from tests.fakes.pictures import as_file, four_corners
from tests.fakes.web import serving

pytestmark = pytest.mark.network

QUICK = Manners(pause=0.0, tries=2, patience=0.05)
PICTURE = as_file(four_corners())


@pytest.fixture
def site():
    with serving() as site:
        site.files |= {f"{number}.png": PICTURE for number in range(4)}
        yield site


def fetch(site, folder, names, manners=QUICK, progress=lambda *_: None, cancel=None):
    addresses = [site.url(name) for name in names]
    return fetch_pictures(
        addresses, folder, decode_file, progress, cancel or CancelToken(), manners
    )


def test_pictures_come_and_are_counted(site, tmp_path):
    steps = []
    names = [f"{number}.png" for number in range(4)]
    found = fetch(site, tmp_path, names, progress=lambda *step: steps.append(step))
    assert (found.there, found.dead, found.unreached) == (4, {}, 0)
    assert steps[-1] == (4, 4)
    assert decode_file(picture_file(tmp_path, site.url("2.png"))).width == 48
    assert site.agents == {"Ekphrasis (poems for pictures)"}


def test_dead_addresses_are_skipped_counted_and_not_asked_again(site, tmp_path):
    site.files["page.png"] = b"<html>Sorry, this picture is gone</html>"
    names = ["0.png", "gone.png", "page.png"]
    for _ in range(2):
        found = fetch(site, tmp_path, names)
        assert found.there == 1
        assert found.dead == {"answered 404": 1, "is not a picture": 1}
    assert [site.times(name) for name in names] == [1, 1, 1]
    assert list(tmp_path.glob("*.part")) == []


def test_a_busy_server_is_asked_again(site, tmp_path):
    site.refuses["1.png"] = [503]
    found = fetch(site, tmp_path, ["1.png"])
    assert (found.there, site.times("1.png")) == (1, 2)


def test_a_server_that_stays_busy_is_tried_again_in_the_next_run(site, tmp_path):
    site.refuses["1.png"] = [429, 500]
    assert fetch(site, tmp_path, ["1.png", "2.png"]).unreached == 1
    assert dead_addresses(tmp_path) == {}
    assert fetch(site, tmp_path, ["1.png", "2.png"]).there == 2
    assert site.times("2.png") == 1


def test_a_server_says_how_long_it_wants_to_be_left_alone(site, tmp_path):
    site.refuses["1.png"] = [429]
    fetch(site, tmp_path, ["1.png"], Manners(pause=0.0, tries=2, patience=0.4))
    first, second = (second for _, _, second in site.asked)
    assert 0.35 < second - first < 5


def test_a_host_is_asked_one_at_a_time_with_pauses(site, tmp_path):
    names = [f"{number}.png" for number in range(4)]
    fetch(site, tmp_path, names, Manners(pause=0.15))
    times = [second for _, _, second in site.asked]
    assert min(late - early for early, late in pairwise(times)) > 0.12


def test_a_picture_that_breaks_off_is_not_kept(site, tmp_path):
    site.breaks["1.png"] = 20
    found = fetch(site, tmp_path, ["1.png"], Manners(pause=0.0, tries=1))
    assert found.there == 0
    assert fetch(site, tmp_path, ["1.png"]).there == 1


def test_a_file_larger_than_the_limit_is_not_kept(site, tmp_path):
    found = fetch(site, tmp_path, ["1.png"], Manners(pause=0.0, limit=100))
    assert found.dead == {"is not a picture": 1}


def test_a_picture_that_stands_for_a_missing_one_is_not_taken_for_it(site, tmp_path):
    site.files["en-us/photo_unavailable.png"] = PICTURE
    site.files["elsewhere.png"] = PICTURE
    site.moved |= {"1.png": "en-us/photo_unavailable.png", "2.png": "elsewhere.png"}
    found = fetch(site, tmp_path, ["1.png", "2.png"])
    assert (found.there, found.dead) == (1, {"is not a picture": 1})


def test_a_host_that_never_answers_is_left_alone_after_a_few_tries(tmp_path, monkeypatch):
    with serving() as site:
        gone = [site.url(f"{number}.png") for number in range(50)]
    tried, steps = [], []

    def noted(address):
        tried.append(address)
        return asked(address)

    monkeypatch.setattr(pictures, "asked", noted)
    once, tell = Manners(pause=0.0, tries=1), lambda *step: steps.append(step)
    found = fetch_pictures(gone, tmp_path, decode_file, tell, CancelToken(), once)
    assert (found.there, found.dead, found.unreached) == (0, {}, 50)
    assert tried == gone[: pictures.SILENT]
    assert steps[-1] == (50, 50)


def test_giving_up_keeps_what_is_there(site, tmp_path):
    cancel = CancelToken()
    names = [f"{number}.png" for number in range(4)]
    with pytest.raises(Cancelled):
        fetch(site, tmp_path, names, progress=lambda *_: cancel.cancel(), cancel=cancel)
    assert fetch(site, tmp_path, names).there == 4
    assert sum(site.times(name) for name in names) == 4


def test_a_line_that_a_kill_cut_short_is_read_over(site, tmp_path):
    fetch(site, tmp_path, ["gone.png"])
    with (tmp_path / "dead.jsonl").open("a") as file:
        file.write('{"address": "http://exa')
    assert len(dead_addresses(tmp_path)) == 1
    fetch(site, tmp_path, ["also-gone.png"])
    assert len(dead_addresses(tmp_path)) == 2

"""Drawing up: the best poems and random others, in an order that tells nothing."""

import json
from pathlib import Path

import pytest

from ekphrasis_app.domain.errors import InputProblem
from ekphrasis_app.domain.match import Match
from ekphrasis_app.domain.picture import Origin, Picture
from ekphrasis_app.training.judging.drawing import Draw, draw_up, mixed, read_captions
from tests.fakes.judging import poem

POEMS = [poem(n) for n in range(40)]
FOUND = [Match(rank, POEMS[30 - rank], 1 / rank) for rank in range(1, 6)]


def read(path):
    title = "Named inside" if path.name == "b.png" else ""
    return Picture(b"abc", 1, 1, Origin.FILE, path.stem, title=title)


def drawn(folder, names=("a.png", "b.png"), **draw):
    counted = []
    files = [folder / name for name in names]
    tell = lambda done, total: counted.append((done, total))  # noqa: E731
    shown = draw_up(files, read, lambda picture: FOUND, bytes_of, POEMS, Draw(**draw), tell)
    assert counted == [(n, len(names)) for n in range(1, len(names) + 1)]
    return shown


def bytes_of(picture):
    return picture.name.encode()


def test_the_poems_found_keep_rank_and_score_and_the_others_have_none():
    entries = mixed(FOUND, POEMS, Draw(), "a.png")
    ranked = {entry.rank: (entry.id, entry.score) for entry in entries if entry.rank}
    assert ranked == {match.rank: (match.poem.id, match.score) for match in FOUND}
    controls = [entry for entry in entries if entry.rank is None]
    assert len(controls) == 5
    assert [entry.score for entry in controls] == [None] * 5


def test_no_poem_stands_twice_on_a_sheet():
    everything = mixed(FOUND, POEMS, Draw(controls=35), "a.png")
    assert len({entry.id for entry in everything}) == 40


def test_the_order_tells_nothing_of_the_rank():
    orders = {
        tuple(entry.rank for entry in mixed(FOUND, POEMS, Draw(seed=seed), "a.png"))
        for seed in range(40)
    }
    assert len(orders) == 40
    firsts = [order[0] for order in orders]
    assert None in firsts
    assert len(set(firsts)) > 3


def test_the_seed_decides_and_the_order_of_the_library_does_not():
    assert mixed(FOUND, POEMS, Draw(), "a") == mixed(FOUND, POEMS[::-1], Draw(), "a")
    assert mixed(FOUND, POEMS, Draw(), "a") != mixed(FOUND, POEMS, Draw(seed=1), "a")


def test_each_picture_has_controls_of_its_own():
    assert mixed(FOUND, POEMS, Draw(), "a") != mixed(FOUND, POEMS, Draw(), "b")


@pytest.mark.parametrize("few", [(FOUND[:4], POEMS), (FOUND, POEMS[25:34])])
def test_a_library_that_is_too_small_is_told_so(few):
    with pytest.raises(InputProblem, match="too few poems for 10 to a picture"):
        mixed(*few, Draw(), "a.png")


def test_a_long_poem_is_shown_by_its_beginning():
    long = poem("long", "\n".join(f"line {n}" for n in range(100)))
    (only,) = mixed([Match(1, long, 1.0)], [], Draw(1, 0), "a.png")
    assert only.lines == tuple(f"line {n}" for n in range(40))
    assert only.more == 60


def test_the_gaps_between_stanzas_are_kept_and_do_not_count_as_lines():
    (only,) = mixed([Match(1, poem("short"), 1.0)], [], Draw(1, 0), "a.png")
    assert only.lines == ("The kettle sings,", "and boils.", "", "Then tea.")
    assert only.more == 0


def test_pictures_are_named_by_the_list_beside_them_or_else_by_their_own_file(tmp_path):
    entry = {"file": "a.png", "title": "Dawn", "artist": "Ann", "year": 1901}
    (tmp_path / "artworks.json").write_text(json.dumps([entry]))
    shown = drawn(tmp_path, ("a.png", "b.png", "c.png"))
    assert [one.name for one, _ in shown] == ["Dawn by Ann, 1901", "Named inside", "c"]
    assert [one.thumbnail for one, _ in shown] == [f"pictures/0{n}.jpg" for n in (1, 2, 3)]
    assert [small for _, small in shown] == [b"a", b"b", b"c"]


def test_without_a_list_there_are_no_captions(tmp_path):
    assert read_captions(tmp_path) == {}


@pytest.mark.parametrize("text", ["{", '{"a": 1}', '[{"title": "Dawn"}]', "[1]"])
def test_a_list_that_cannot_be_read_is_named(tmp_path, text):
    (tmp_path / "artworks.json").write_text(text)
    with pytest.raises(InputProblem, match=r"artworks\.json cannot be read"):
        read_captions(tmp_path)


def test_a_folder_without_pictures_is_told_so():
    with pytest.raises(InputProblem, match="no pictures"):
        drawn(Path(), ())

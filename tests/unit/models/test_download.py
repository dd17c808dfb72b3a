"""Fetching one file from a server on this machine."""

import hashlib

import pytest

from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.errors import BundleProblem, Cancelled
from ekphrasis_app.models.download import CHUNK, DownloadProblem, download
from tests.fakes.web import serving

pytestmark = pytest.mark.network

DATA = bytes(range(256)) * (3 * CHUNK // 256)
HASH = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def site():
    with serving() as site:
        site.files["weights"] = DATA
        yield site


def fetch(site, target, sha256="", progress=lambda done, total: None, cancel=None):
    return download(site.url("weights"), target, sha256, progress, cancel or CancelToken())


def test_the_file_comes_whole_with_its_hash_and_progress(site, tmp_path):
    steps = []
    found = fetch(site, tmp_path / "w", HASH, lambda *step: steps.append(step))
    assert found == HASH
    assert (tmp_path / "w").read_bytes() == DATA
    assert steps[-1] == (len(DATA), len(DATA))
    assert len(steps) >= 3


def test_a_broken_connection_is_said_and_the_next_try_goes_on_from_there(site, tmp_path):
    site.breaks["weights"] = CHUNK + 10
    with pytest.raises(DownloadProblem, match=r"could not be fetched from 127\.0\.0\.1"):
        fetch(site, tmp_path / "w", HASH)
    assert not (tmp_path / "w").exists()
    fetch(site, tmp_path / "w", HASH)
    assert (tmp_path / "w").read_bytes() == DATA
    assert site.asked[1][1] == f"bytes={CHUNK + 10}-"


@pytest.fixture
def room_for_one_piece():
    """No file of this process may grow beyond one piece, as where a quota ends."""
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (CHUNK, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_disk_without_room_is_not_taken_for_the_network(site, tmp_path, room_for_one_piece):
    with pytest.raises(BundleProblem) as caught:
        fetch(site, tmp_path / "w", HASH)
    assert str(caught.value) == (
        f"The files could not be written to {tmp_path}: File too large. "
        "Make room there or allow writing, then try again."
    )
    assert (tmp_path / "w.part").read_bytes() == DATA[:CHUNK]


def test_a_file_in_the_way_of_the_folder_is_said(site, tmp_path):
    (tmp_path / "taken").touch()
    with pytest.raises(BundleProblem, match=r"could not be written to .*taken: "):
        fetch(site, tmp_path / "taken" / "w", HASH)


def test_giving_up_keeps_what_has_come(site, tmp_path):
    cancel = CancelToken()
    with pytest.raises(Cancelled):
        fetch(site, tmp_path / "w", HASH, lambda *_: cancel.cancel(), cancel)
    assert (tmp_path / "w.part").stat().st_size > 0
    assert fetch(site, tmp_path / "w", HASH) == HASH


def test_a_file_that_had_come_whole_is_not_fetched_again(site, tmp_path):
    (tmp_path / "w.part").write_bytes(DATA)
    assert fetch(site, tmp_path / "w", HASH) == HASH
    assert (tmp_path / "w").read_bytes() == DATA


def test_another_file_than_the_expected_one_is_thrown_away(site, tmp_path):
    with pytest.raises(DownloadProblem, match="another file than the expected"):
        fetch(site, tmp_path / "w", "0" * 64)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("path", "why"), [("missing", "it answered 404"), ("../../etc", "it answered 404")]
)
def test_a_refusal_is_said_with_its_status(site, tmp_path, path, why):
    with pytest.raises(DownloadProblem, match=why) as caught:
        download(site.url(path), tmp_path / "w", "", lambda *_: None, CancelToken())
    assert caught.value.status == 404


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://127.0.0.1/x", "nonsense"])
def test_what_is_not_a_web_address_is_refused(tmp_path, address):
    with pytest.raises(DownloadProblem, match="not a web address"):
        download(address, tmp_path / "w", "", lambda *_: None, CancelToken())


def test_no_server_is_one_sentence(site, tmp_path):
    with pytest.raises(DownloadProblem, match=r"127.0.0.1:9: Connection refused\. Check"):
        download("http://127.0.0.1:9/x", tmp_path / "w", "", lambda *_: None, CancelToken())

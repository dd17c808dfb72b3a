"""A bundle's manifest is believed only where the files are the ones it means."""

import hashlib

import numpy as np
import pytest
from safetensors.numpy import save_file

from ekphrasis_app.domain.errors import BundleProblem
from ekphrasis_app.models.bundle import Bundle, open_bundle
from ekphrasis_app.models.manifest import read_manifest

MANIFEST = """
format = {format}
name = "small"
version = "1"
kind = "{kind}"
[parts.head]
file = "{file}"
sha256 = "{sha256}"
[parts.words]
fetched = "net"
file = "words.txt"
sha256 = "0000"
[settings]
good = 0.1
"""


@pytest.fixture
def write(tmp_path):
    """Writes a bundle with one part of its own, and reads its manifest."""

    def write(file="head.safetensors", format=1, kind="starter"):
        save_file({"a": np.arange(3.0)}, tmp_path / "head.safetensors")
        digest = hashlib.sha256((tmp_path / "head.safetensors").read_bytes()).hexdigest()
        text = MANIFEST.format(format=format, kind=kind, file=file, sha256=digest)
        (tmp_path / "bundle.toml").write_text(text)
        return read_manifest(tmp_path, tmp_path / "fetched")

    return write


def test_a_part_that_is_as_the_manifest_says_is_read(write):
    assert write().part("head").tensors()["a"].tolist() == [0, 1, 2]


def test_a_flipped_byte_is_noticed_before_the_file_is_parsed(write, tmp_path):
    manifest = write()
    bytes_ = bytearray((tmp_path / "head.safetensors").read_bytes())
    bytes_[-1] ^= 1
    (tmp_path / "head.safetensors").write_bytes(bytes_)
    with pytest.raises(BundleProblem, match="damaged or was altered"):
        manifest.part("head").tensors()


def test_a_missing_part_is_named(write):
    with pytest.raises(BundleProblem, match=r"words\.txt is missing"):
        write().part("words").checked()


def test_a_part_of_a_kind_that_may_hold_code_is_refused_unread(write):
    with pytest.raises(BundleProblem, match="may hold code"):
        write(file="head.pkl")


@pytest.mark.parametrize("file", ["../head.safetensors", "/etc/passwd.txt"])
def test_a_part_outside_the_folder_is_refused(write, file):
    with pytest.raises(BundleProblem, match="outside its folder"):
        write(file=file)


def test_a_bundle_of_a_later_format_is_refused_in_words(write):
    with pytest.raises(BundleProblem, match="has format 2, this program reads 1"):
        write(format=2)


def test_a_bundle_of_an_unknown_kind_is_refused_in_words(write, tmp_path):
    write(kind="strange")
    with pytest.raises(BundleProblem, match="does not know: strange"):
        open_bundle(tmp_path, tmp_path)


def test_a_folder_without_a_manifest_is_no_bundle_and_it_is_said_what_to_do(tmp_path):
    with pytest.raises(BundleProblem, match="no model bundle") as problem:
        read_manifest(tmp_path / "gone", tmp_path)
    assert problem.value.advice.startswith("Choose another one in the settings")


def test_the_fingerprint_changes_with_any_part(write, tmp_path):
    before = write().fingerprint
    text = (tmp_path / "bundle.toml").read_text().replace('"0000"', '"0001"')
    (tmp_path / "bundle.toml").write_text(text)
    assert read_manifest(tmp_path, tmp_path / "fetched").fingerprint != before


def test_a_number_that_the_manifest_lacks_is_named(write):
    manifest = write()
    assert manifest.number("good") == 0.1
    with pytest.raises(BundleProblem, match="small does not say what strong is"):
        manifest.number("strong")


def test_a_match_score_is_put_into_words():
    bundle = Bundle("b", "1", "f", None, None, good=0.2, strong=0.5)
    told = [bundle.strength(score).value for score in (0.1, 0.2, 0.6)]
    assert told == ["loose match", "good match", "strong match"]

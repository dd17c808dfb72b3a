"""Manifests: pinned files, sources in order, nothing outside the folder."""

import re

import pytest
from ekphrasis_setup.manifest import (
    FolderSource,
    HubSource,
    PackageSource,
    read_manifest,
    wanted_entries,
)
from ekphrasis_setup.problem import SetupProblem

ENTRY = """
format = 1
[verse]
why = "Verse."
licence = "Public domain"
files = [{ path = "poem.txt", size = 15, sha256 = "aa" }]
[[verse.sources]]
kind = "package"
wheels = [
    { package = "verse", version = "1.0", file = "verse-1.0.whl", size = 9, sha256 = "bb" },
]
take = { "poem.txt" = "corpus/poem.txt" }
[[verse.sources]]
kind = "hub"
url = "https://hub.example/verse/"
take = { "poem.txt" = "poem.txt" }
[[verse.sources]]
kind = "folder"
path = "../stick"
"""


def written(folder, text):
    path = folder / "manifest.toml"
    path.write_text(text)
    return path


def test_sources_keep_their_order(tmp_path):
    (entry,) = read_manifest(written(tmp_path, ENTRY))
    kinds = [type(source) for source in entry.sources]
    assert kinds == [PackageSource, HubSource, FolderSource]
    assert entry.size == 15


@pytest.mark.parametrize(
    "good, bad, why",
    [
        ("https://hub", "http://hub", "not an https address"),
        ('file = "verse-1.0.whl"', 'file = "verse-1.0.tar.gz"', "is not a wheel"),
        ('path = "poem.txt"', 'path = "../poem.txt"', "leads out of the folder"),
        ('path = "poem.txt"', 'path = "/poem.txt"', "leads out of the folder"),
        ("format = 1", "format = 2", "another version"),
        ('kind = "folder"', 'kind = "torrent"', "no kind of source"),
        ('licence = "Public domain"', "", "licence"),
        ("[verse]", "[verse", "Expected"),
    ],
)
def test_a_manifest_that_cannot_be_trusted_is_refused(good, bad, why, tmp_path):
    assert good in ENTRY
    with pytest.raises(SetupProblem, match=why):
        read_manifest(written(tmp_path, ENTRY.replace(good, bad)))


def test_optional_entries_are_wanted_only_by_name(tmp_path):
    optional = written(tmp_path, ENTRY.replace("why =", "optional = true\nwhy ="))
    assert wanted_entries([optional], []) == []
    ((folder, entry),) = wanted_entries([optional], ["verse"])
    assert (folder, entry.name) == (tmp_path / "fetched", "verse")


def test_a_name_that_no_manifest_has_is_said(tmp_path):
    optional = written(tmp_path, ENTRY.replace("why =", "optional = true\nwhy ="))
    with pytest.raises(SetupProblem, match="no optional entry prose: the manifests have verse"):
        wanted_entries([optional], ["prose"])


@pytest.mark.parametrize("kind", ["weights", "assets"])
def test_everything_that_is_really_fetched_is_pinned_licensed_and_explained(kind, project):
    for entry in read_manifest(project / kind / "manifest.toml"):
        assert entry.why.endswith(".")
        assert entry.licence
        wheels = [
            w.file for s in entry.sources if isinstance(s, PackageSource) for w in s.wheels
        ]
        for file in (*entry.files, *wheels):
            assert file.size > 0
            assert re.fullmatch("[0-9a-f]{64}", file.sha256)


@pytest.mark.parametrize("kind", ["weights", "assets"])
def test_each_source_gives_every_file_of_its_entry(kind, project):
    for entry in read_manifest(project / kind / "manifest.toml"):
        for source in entry.sources:
            assert set(source.take) == {file.path for file in entry.files}

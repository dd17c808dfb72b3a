"""The tokenizer made from merges, beside open_clip's own."""

import gzip
import json
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from ekphrasis_app.domain.errors import BundleProblem
from ekphrasis_app.models.ce_clip.words import Words, read_merges, tokenizer_of

MERGES = [("t", "h"), ("th", "e</w>")]
START, END = 512 + len(MERGES), 513 + len(MERGES)
TEXTS = (
    "The sea goes out\nand leaves the stones to sing,",
    "‘Twas “quoted” — o’er the café;  naïve &amp; 1917…",
    "tabs\tand  spaces\n\n  and a blank line, don't we'll I'm",
    "ÆTHER and snow ❄ ... !!",
    "word " * 200,
    "",
)


def test_merges_join_letters_into_words():
    ids = Words(tokenizer_of(MERGES), 8).ids(["The tea"])[0].tolist()
    the = 512 + 1
    t, e, a = (letter - 33 for letter in b"tea")
    assert ids == [START, the, t, e, 256 + a, END, 0, 0]


def test_a_long_text_is_cut_before_the_end_mark():
    ids = Words(tokenizer_of(MERGES), 6).ids(["the " * 20])[0].tolist()
    assert ids == [START, 513, 513, 513, 513, END]


def test_curly_quotes_and_composed_accents_read_as_the_straight_ones():
    words = Words(tokenizer_of(MERGES), 30)
    curly, straight = words.ids(["o’er “e\u0301t\u0301”", 'o\'er "\u00e9t\u0301"'])
    assert curly.tolist() == straight.tolist()


@pytest.mark.parametrize("name", ["v.txt.gz", "merges.txt", "tokenizer.json"])
def test_merges_are_read_from_every_file_that_carries_them(tmp_path, name):
    lines = "#version: 0.2\nt h\nth e</w>\n"
    path = tmp_path / name
    if name.endswith("json"):
        path.write_text(json.dumps({"model": {"merges": ["t h", ["th", "e</w>"]]}}))
    else:
        path.write_bytes(gzip.compress(lines.encode()) if name[-2:] == "gz" else lines.encode())
    assert read_merges(path) == MERGES


@pytest.mark.parametrize("data", [b"{}", b"\xff\xfe", b"a b c\n"])
@pytest.mark.parametrize("name", ["v.txt.gz", "merges.txt", "tokenizer.json"])
def test_a_file_without_merges_is_refused_in_a_sentence(tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(b"first line\n" + data)
    with pytest.raises(BundleProblem, match="does not hold CLIP's vocabulary"):
        read_merges(path)


@pytest.mark.skipif(
    find_spec("open_clip") is None or find_spec("ftfy") is None,
    reason="needs open_clip: pip install --no-deps open_clip_torch ftfy wcwidth",
)
def test_published_words_get_the_ids_that_open_clip_gives_them():
    folder = Path(find_spec("open_clip").submodule_search_locations[0])
    spec = spec_from_file_location("open_clip_tokenizer", folder / "tokenizer.py")
    theirs = module_from_spec(spec)
    spec.loader.exec_module(theirs)
    merges = read_merges(folder / "bpe_simple_vocab_16e6.txt.gz")
    ours = Words(tokenizer_of(merges), 77).ids(TEXTS)
    assert ours.tolist() == theirs.SimpleTokenizer()(list(TEXTS)).tolist()
    assert ours.max() == 49407

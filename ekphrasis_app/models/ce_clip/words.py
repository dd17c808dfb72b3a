"""CLIP's byte-pair tokenizer, made from its list of merges.

The vocabulary follows from the merges: every byte as a letter, every byte ending a word,
every merge, and the marks for start and end (Radford et al. 2021). So any of the files
that carry the merges will do, and small lists make small tokenizers for tests.
"""

import gzip
import html
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

from ekphrasis_app.domain.errors import BundleProblem

START = "<|startoftext|>"
END = "<|endoftext|>"
WORD_END = "</w>"
PIECES = r"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"
MERGES = 49152 - 256 - 2
"""How many of the lines in OpenAI's list are used."""
MERGES_FILES = ("bpe_simple_vocab_16e6.txt.gz", "merges.txt", "tokenizer.json")


def read_merges(path: Path) -> list[tuple[str, str]]:
    """The merges in OpenAI's ``.txt.gz``, a ``merges.txt`` or a ``tokenizer.json``.

    Raises ``BundleProblem`` where the file does not hold them.
    """
    try:
        if path.suffix == ".json":
            listed = json.loads(path.read_text("utf-8"))["model"]["merges"]
            pairs = [m.split(" ") if isinstance(m, str) else m for m in listed]
        else:
            data = path.read_bytes()
            text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8")
            pairs = [line.split(" ") for line in text.split("\n")[1 : MERGES + 1] if line]
        return [(first, second) for first, second in pairs]
    except (OSError, ValueError, KeyError, TypeError, EOFError) as error:
        raise BundleProblem(
            "The file {name} does not hold CLIP's vocabulary.",
            "It should be one of {known}.",
            name=path.name,
            known=", ".join(MERGES_FILES),
        ) from error


def letters() -> list[str]:
    """A visible character for each byte, in the order of the vocabulary (not of the bytes)."""
    visible = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = 256 - len(visible)
    return [chr(byte) for byte in visible] + [chr(256 + index) for index in range(others)]


def tokenizer_of(merges: Sequence[tuple[str, str]]) -> Tokenizer:
    """The tokenizer with these merges; small letters, straight quotes, composed accents."""
    words = letters() + [letter + WORD_END for letter in letters()]
    words += [first + second for first, second in merges]
    ids = {word: number for number, word in enumerate([*words, START, END])}
    tokenizer = Tokenizer(
        models.BPE(vocab=ids, merges=list(merges), end_of_word_suffix=WORD_END)
    )
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.NFC(),
            normalizers.Replace(Regex("[\u2018\u2019\u201a\u201b]"), "'"),
            normalizers.Replace(Regex("[\u201c\u201d\u201e\u201f]"), '"'),
            normalizers.Lowercase(),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(PIECES), "removed", invert=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    return tokenizer


class Words:
    """Texts to rows of token ids, cut and padded to CLIP's context."""

    def __init__(self, tokenizer: Tokenizer, context: int) -> None:
        self._tokenizer = tokenizer
        self._context = context
        self._end = tokenizer.get_vocab_size() - 1

    @classmethod
    def load(cls, path: Path, context: int) -> "Words":
        """From a ``tokenizer.json`` whose hash was checked."""
        return cls(Tokenizer.from_file(str(path)), context)

    def ids(self, texts: Sequence[str]) -> NDArray[np.int64]:
        """Token ids (n, context): start, the text's, end; a long text is cut before the end."""
        rows = np.zeros((len(texts), self._context), dtype=np.int64)
        for row, text in zip(rows, texts, strict=True):
            pieces = self._tokenizer.encode(html.unescape(text), add_special_tokens=False).ids
            ids = [self._end - 1, *pieces[: self._context - 2], self._end]
            row[: len(ids)] = ids
        return rows

"""Pictures with texts, as a folder: ``pairs.jsonl``, ``splits.json`` and the pictures."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ekphrasis_app.domain.errors import InputProblem

SPLITS = ("train", "val", "test", "all")
KINDS = ("painting", "photo", "clipart", "poem-pair")


@dataclass(frozen=True, slots=True)
class Pair:
    """One picture and the texts that belong to it; ``text_kinds`` tells what each text is."""

    image: str
    texts: tuple[str, ...]
    text_kinds: tuple[str, ...]
    kind: str
    book: str = ""


def read_pairs(
    folder: Path, split: str = "all", kind: str = "", splits: str = "splits.json"
) -> list[Pair]:
    """The pairs of a split (one of SPLITS) and kind (empty: every kind), in the file's order.

    Raises ``InputProblem`` where the folder is not one of pairs, or nothing is chosen.
    """
    try:
        lines = (folder / "pairs.jsonl").read_text(encoding="utf-8").splitlines()
        chosen = None if split == "all" else set(_split(folder / splits, split))
        pairs = [_pair(json.loads(line)) for line in lines if line.strip()]
    except OSError as error:
        raise InputProblem(
            "The folder {folder} cannot be read as pairs: {why}.",
            folder=folder,
            why=error.strerror or error,
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise InputProblem("The pairs in {folder} are damaged.", folder=folder) from error
    kept = [
        pair
        for pair in pairs
        if (chosen is None or pair.image in chosen) and kind in ("", pair.kind) and pair.texts
    ]
    if not kept:
        raise InputProblem(
            "There are no pairs of that split and kind in {folder}.", folder=folder
        )
    return kept


def _split(path: Path, name: str) -> Sequence[str]:
    images: Sequence[str] = json.loads(path.read_text(encoding="utf-8"))[name]
    return images


def _pair(entry: Mapping[str, Any]) -> Pair:
    texts = tuple(entry["texts"])
    kinds = tuple(entry.get("text_kinds") or ["text"] * len(texts))
    kept = [(t, k) for t, k in zip(texts, kinds, strict=True) if t.strip()]
    return Pair(
        entry["image"],
        tuple(text for text, _ in kept),
        tuple(kind for _, kind in kept),
        entry.get("kind", ""),
        str(entry.get("book") or ""),
    )

"""Writes a bundle of kind ``clip`` or ``ce-clip``: all of it or nothing."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from safetensors.torch import save_file

from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.models.ce_clip.config import ClipConfig, CrossConfig
from ekphrasis_app.models.ce_clip.tensors import Tensors
from ekphrasis_app.models.manifest import FILE, FORMAT
from ekphrasis_app.models.placing import making, put_in_place, sha256_of, writing

CLIP_FILE = "clip.safetensors"
CROSS_FILE = "cross-encoder.safetensors"
WORDS_FILE = "tokenizer.json"
CARD_FILE = "MODEL_CARD.md"
Value = str | int | float


@dataclass(frozen=True)
class Contents:
    """What a bundle is made of; without ``cross`` it is the bi-encoder alone.

    ``settings`` are plain values for the manifest (``rerank``, ``good`` …); ``tokenizer``
    is the text of a ``tokenizer.json``, ``card`` that of the model card.
    """

    name: str
    version: str
    clip: Tensors
    clip_config: ClipConfig
    tokenizer: str
    card: str
    cross: Tensors | None = None
    cross_config: CrossConfig = field(default_factory=CrossConfig)
    settings: Mapping[str, Value] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        return "clip" if self.cross is None else "ce-clip"


def save_bundle(contents: Contents, folder: Path, cancel: CancelToken | None = None) -> None:
    """Write the bundle to ``folder``, in the place of one that is there already.

    Raises ``BundleProblem`` where it cannot be written, and ``Cancelled``.
    """
    with writing(folder.parent), making(folder) as made:
        _write(contents, made)
        if cancel is not None:
            cancel.check()
        put_in_place(made, folder)


def _write(contents: Contents, folder: Path) -> None:
    save_file(contents.clip, folder / CLIP_FILE)
    (folder / WORDS_FILE).write_text(contents.tokenizer, encoding="utf-8")
    (folder / CARD_FILE).write_text(contents.card, encoding="utf-8")
    parts = {"clip": CLIP_FILE, "tokenizer": WORDS_FILE}
    tables = {"settings.clip": contents.clip_config.table()}
    if contents.cross is not None:
        save_file(contents.cross, folder / CROSS_FILE)
        parts["cross_encoder"] = CROSS_FILE
        tables["settings.cross_encoder"] = contents.cross_config.table()
    (folder / FILE).write_text(_manifest(contents, folder, parts, tables), encoding="utf-8")


def _manifest(
    contents: Contents,
    folder: Path,
    parts: Mapping[str, str],
    tables: Mapping[str, Mapping[str, Value]],
) -> str:
    head: dict[str, Value] = {
        "format": FORMAT,
        "name": contents.name,
        "version": contents.version,
        "kind": contents.kind,
    }
    sections = [_lines(head)]
    for part, file in parts.items():
        entry = {"file": file, "sha256": sha256_of(folder / file)}
        sections.append(f"[parts.{part}]\n{_lines(entry)}")
    for name, table in {"settings": contents.settings, **tables}.items():
        sections.append(f"[{name}]\n{_lines(table)}")
    return "\n".join(sections)


def _lines(table: Mapping[str, Value]) -> str:
    # A JSON string, whole number or decimal is one of TOML too.
    return "".join(
        f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in table.items()
    )

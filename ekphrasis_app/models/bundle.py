"""A bundle: one folder that holds a whole model. Outside ``models`` nobody asks which it is."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType

from ekphrasis_app.domain.errors import BundleProblem
from ekphrasis_app.domain.match import Reasons, Strength
from ekphrasis_app.domain.poem import Poem
from ekphrasis_app.models.manifest import Manifest, read_manifest
from ekphrasis_app.ports import Encoding, ImageEncoder, PairScorer, TextEncoder

KINDS = {
    "starter": "ekphrasis_app.models.starter",
    "clip": "ekphrasis_app.models.ce_clip",
    "ce-clip": "ekphrasis_app.models.ce_clip",
}
"""The module that reads a bundle of that kind: ``load(manifest) -> Bundle``, and without
opening it ``fingerprint(manifest) -> str`` and ``device(manifest) -> str``."""

Explain = Callable[[Encoding, Poem, Encoding], Reasons]


def unexplained(picture: Encoding, poem: Poem, encoding: Encoding) -> Reasons:
    """No reasons, for a bundle that cannot tell any."""
    return Reasons()


@dataclass(frozen=True)
class Bundle:
    """An opened model; its networks load at their first use.

    ``rerank`` is how many of the best matches the pair scorer should score again, 0 for
    none. ``good`` and ``strong`` are the least match scores that are called so.
    """

    name: str
    version: str
    fingerprint: str
    image_encoder: ImageEncoder
    text_encoder: TextEncoder
    pair_scorer: PairScorer | None = None
    rerank: int = 0
    good: float = 0.0
    strong: float = 1.0
    explain: Explain = unexplained

    def strength(self, score: float) -> Strength:
        """A match score in words."""
        if score >= self.strong:
            return Strength.STRONG
        return Strength.GOOD if score >= self.good else Strength.LOOSE

    def reasons(self, picture: Encoding, poem: Poem, encoding: Encoding) -> Reasons:
        """Why ``poem``, encoded as ``encoding``, was found for the encoded picture."""
        return self.explain(picture, poem, encoding)


def reader_of(manifest: Manifest) -> ModuleType:
    """The module that reads bundles of this kind; ``BundleProblem`` where there is none."""
    if manifest.kind not in KINDS:
        raise BundleProblem(
            "The bundle {name} is of a kind that this program does not know: {kind}.",
            name=manifest.name,
            kind=manifest.kind,
        )
    return import_module(KINDS[manifest.kind])


def open_bundle(folder: Path, fetched: Path) -> Bundle:
    """Open the bundle in ``folder``, whose third-party parts lie in ``fetched``.

    Every part's hash is checked before the part is parsed. Raises ``BundleProblem``.
    """
    manifest = read_manifest(folder, fetched)
    bundle: Bundle = reader_of(manifest).load(manifest)
    return bundle


def device_of(folder: Path, fetched: Path) -> str:
    """Where the bundle's networks would run here: cpu, cuda or mps.

    Raises ``BundleProblem`` where they cannot run.
    """
    manifest = read_manifest(folder, fetched)
    device: str = reader_of(manifest).device(manifest)
    return device

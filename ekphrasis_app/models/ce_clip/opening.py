"""From a manifest of kind ``clip`` or ``ce-clip`` to a bundle whose networks load when used.

Parts: ``clip`` and, for CE-CLIP, ``cross_encoder`` (tensors), ``tokenizer``. Settings: the
tables ``clip`` and ``cross_encoder`` (see ``config``), ``rerank``, ``good``, ``strong``,
``device`` and ``precision``.
"""

import threading
from functools import cached_property

import numpy as np
from safetensors import SafetensorError
from safetensors.torch import load_file

from ekphrasis_app.domain.errors import BundleProblem
from ekphrasis_app.domain.match import Reasons
from ekphrasis_app.domain.poem import Poem
from ekphrasis_app.models.bundle import Bundle
from ekphrasis_app.models.ce_clip import fingerprint as fingerprint_of
from ekphrasis_app.models.ce_clip import tensors
from ekphrasis_app.models.ce_clip.clip import Clip
from ekphrasis_app.models.ce_clip.config import ClipConfig, CrossConfig
from ekphrasis_app.models.ce_clip.cross_encoder import CrossEncoder
from ekphrasis_app.models.ce_clip.encoders import (
    ClipImageEncoder,
    ClipTextEncoder,
    CrossEncoderScorer,
)
from ekphrasis_app.models.ce_clip.runtime import Runtime
from ekphrasis_app.models.ce_clip.words import Words
from ekphrasis_app.models.manifest import Manifest, Part
from ekphrasis_app.ports import Encoding

CLOSEST_LINES = 3


def read_tensors(part: Part) -> tensors.Tensors:
    """The tensors of a part whose hash is right."""
    try:
        return dict(load_file(part.checked()))
    except SafetensorError as error:
        raise BundleProblem(
            "The model file {name} cannot be read.", name=part.path.name
        ) from error


class Networks:
    """The networks of a manifest; each is read at its first use, once, from any thread."""

    def __init__(self, manifest: Manifest) -> None:
        settings = manifest.settings
        self.manifest = manifest
        self.clip_config = ClipConfig.from_table(settings.get("clip", {}))
        self.cross_config = CrossConfig.from_table(settings.get("cross_encoder", {}))
        self.runtime = Runtime.of(settings)
        self._lock = threading.RLock()

    def clip(self) -> Clip:
        with self._lock:
            return self._clip

    def cross_encoder(self) -> CrossEncoder:
        with self._lock:
            return self._cross_encoder

    def words(self) -> Words:
        with self._lock:
            return self._words

    @cached_property
    def _clip(self) -> Clip:
        network = Clip(self.clip_config)
        tensors.load(network.network, read_tensors(self.manifest.part("clip")))
        return network.eval().to(self.runtime.device)

    @cached_property
    def _cross_encoder(self) -> CrossEncoder:
        network = CrossEncoder(self.cross_config, self.clip_config.shared)
        tensors.load(network, read_tensors(self.manifest.part("cross_encoder")))
        return network.eval().to(self.runtime.device)

    @cached_property
    def _words(self) -> Words:
        return Words.load(self.manifest.part("tokenizer").checked(), self.clip_config.context)


def opened(manifest: Manifest) -> Bundle:
    """The bundle of ``manifest``; raises ``BundleProblem`` where a part or setting is wrong."""
    networks = Networks(manifest)
    scored = "cross_encoder" in manifest.parts
    fingerprint = fingerprint_of(manifest)
    clip, runtime = networks.clip, networks.runtime
    text = ClipTextEncoder(clip, networks.words, fingerprint, runtime, scored)
    context = networks.clip_config.context
    settings = manifest.settings
    return Bundle(
        manifest.name,
        manifest.version,
        fingerprint,
        ClipImageEncoder(clip, fingerprint, runtime, scored),
        text,
        CrossEncoderScorer(networks.cross_encoder, context, runtime) if scored else None,
        rerank=int(settings.get("rerank", 0)),
        good=float(settings.get("good", -1.0)),
        strong=float(settings.get("strong", 2.0)),
        explain=LineReasons(text),
    )


class LineReasons:
    """Tells which lines CLIP, reading each by itself, finds closest to the picture."""

    def __init__(self, text: ClipTextEncoder) -> None:
        self._text = text

    def __call__(self, picture: Encoding, poem: Poem, encoding: Encoding) -> Reasons:
        near = self._text.vectors(poem.lines) @ picture.vector
        return Reasons(lines=tuple(int(i) for i in np.argsort(-near)[:CLOSEST_LINES]))

"""CE-CLIP (Jabbar, Shin and Cho 2022): CLIP for picture and poem, MPNet across both.

The networks need torch and transformers (the extra ``training``), which are imported when
a bundle of this family is opened, not before.
"""

import hashlib
from importlib.util import find_spec
from typing import TYPE_CHECKING

from ekphrasis_app.domain.errors import BundleProblem

if TYPE_CHECKING:
    from ekphrasis_app.models.bundle import Bundle
    from ekphrasis_app.models.manifest import Manifest


def load(manifest: "Manifest") -> "Bundle":
    """The bundle that ``manifest`` (kind ``clip`` or ``ce-clip``) describes."""
    need_torch()
    from ekphrasis_app.models.ce_clip.opening import opened

    return opened(manifest)


def fingerprint(manifest: "Manifest") -> str:
    """The fingerprint of the encoders: bundles with one CLIP share the library's encodings."""
    parts = [manifest.part(name).sha256 for name in ("clip", "tokenizer")]
    tokens = "cross_encoder" in manifest.parts
    return hashlib.sha256(f"{parts} {tokens}".encode()).hexdigest()[:16]


def device(manifest: "Manifest") -> str:
    """Where its networks would run here; raises ``BundleProblem``."""
    need_torch()
    from ekphrasis_app.models.ce_clip.runtime import Runtime

    return Runtime.of(manifest.settings).device


def need_torch() -> None:
    """Raise ``BundleProblem`` where torch or transformers are not installed."""
    if find_spec("torch") is None or find_spec("transformers") is None:
        raise BundleProblem(
            "CLIP and CE-CLIP need PyTorch and transformers, which are not installed.",
            "Run: ekphrasis setup --training",
        )

"""The starter bundle: EfficientNet-Lite2 and MPNet, aligned by heads of our own training.

Answering a picture takes the picture encoder alone; MPNet is loaded only to add poems.
"""

from ekphrasis_app.models.bundle import Bundle
from ekphrasis_app.models.manifest import Manifest
from ekphrasis_app.models.starter.bag import Bag
from ekphrasis_app.models.starter.catalogue import Catalogue
from ekphrasis_app.models.starter.pair_scorer import CrossEncoder
from ekphrasis_app.models.starter.picture import PictureEncoder
from ekphrasis_app.models.starter.poem import PoemEncoder
from ekphrasis_app.models.starter.reading import Language, Reader
from ekphrasis_app.models.starter.reasons import Reasoner


def load(manifest: Manifest) -> Bundle:
    """The bundle that ``manifest`` describes. Raises ``BundleProblem``."""
    head = manifest.part("head").tensors()
    network = manifest.part("network").tensors()
    tags = _lines(manifest, "tags")
    bag = Bag(head, _lines(manifest, "words")) if "words" in manifest.parts else None
    catalogue = Catalogue(_lines(manifest, "poems") if "poems" in manifest.parts else ())
    crossed = "cross" in manifest.parts

    def language() -> Language:
        return Language.of(manifest.part("mpnet").tensors(), manifest.part("tokenizer").bytes())

    return Bundle(
        name=manifest.name,
        version=manifest.version,
        fingerprint=fingerprint(manifest),
        image_encoder=PictureEncoder({**network, **head}, manifest.fingerprint),
        text_encoder=PoemEncoder(head, bag, catalogue, Reader(language), manifest.fingerprint),
        pair_scorer=CrossEncoder(manifest.part("cross").tensors()) if crossed else None,
        rerank=int(manifest.settings.get("rerank", 0)),
        good=manifest.number("good"),
        strong=manifest.number("strong"),
        explain=Reasoner(head, tags),
    )


def _lines(manifest: Manifest, part: str) -> list[str]:
    return manifest.part(part).bytes().decode().splitlines()


def fingerprint(manifest: Manifest) -> str:
    """What the encodings of poems are keyed by: any part that changes makes others."""
    return manifest.fingerprint


def device(manifest: Manifest) -> str:
    """Where its networks run: ONNX Runtime is used on the processor only."""
    return "cpu"

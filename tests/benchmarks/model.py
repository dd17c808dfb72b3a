"""How long the models take, beside the same weights run by transformers' plain code.

Each bundle that is there is measured: a picture, twenty poems, and twenty pairs where it
has a cross-encoder. All of them use the processor's cores as they do in the app.
"""

import time
from importlib.util import find_spec
from statistics import median

import numpy as np

from ekphrasis_app.app import folders, shelf
from ekphrasis_app.app.benchmarks import Figure
from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.picture import Origin, Picture
from ekphrasis_app.domain.poem import Poem
from ekphrasis_app.models.bundle import open_bundle

RUNS = 3
POEMS = 20
STANZA = (
    "The water goes the long way round the mill,",
    "and where it goes the alders lean and stay;",
    "a heron stands so patient and so still",
    "that all the afternoon has gone his way.",
)


def figures():
    for entry in shelf.installed():
        if not entry.trouble:
            yield from _of_bundle(entry)
    weights = folders.fetched_weights() / "mpnet"
    if find_spec("transformers") and find_spec("torch") and weights.is_dir():
        work = _plain(weights)
        yield Figure(f"{POEMS} poems by transformers, the starter's MPNet", _median(work), "ms")


def _of_bundle(entry):
    bundle = open_bundle(entry.folder, folders.fetched_weights())
    picture, poems = _picture(), _poems()

    def read():
        return list(bundle.text_encoder.encode(poems, CancelToken()))

    seen, known = bundle.image_encoder.encode(picture), read()
    yield Figure(
        f"a picture, {entry.name}", _median(lambda: bundle.image_encoder.encode(picture)), "ms"
    )
    yield Figure(f"{POEMS} poems, {entry.name}", _median(read), "ms")
    if bundle.pair_scorer:
        scorer = bundle.pair_scorer
        work = _median(lambda: scorer.score(seen, known, CancelToken()))
        yield Figure(f"{POEMS} pairs, {entry.name}", work, "ms")


def _plain(weights):
    """The mean of MPNet's states for each poem, as sentence-transformers takes it."""
    import torch
    from tokenizers import Tokenizer
    from transformers import MPNetModel

    network = MPNetModel.from_pretrained(weights).eval()
    tokenizer = Tokenizer.from_file(str(weights / "tokenizer.json"))
    tokenizer.no_padding()

    @torch.inference_mode()
    def work():
        for poem in _poems():
            ids = torch.tensor([tokenizer.encode(poem.text).ids])
            network(input_ids=ids).last_hidden_state.mean(dim=1)

    return work


def _picture():
    pixels = np.random.default_rng(5).integers(0, 256, 3 * 1600 * 1200, np.uint8)
    return Picture(pixels.tobytes(), 1600, 1200, Origin.FILE)


def _poems():
    return [
        Poem(str(n), f"Mill {n}", "", (STANZA, STANZA[n % 4 :] + STANZA)) for n in range(POEMS)
    ]


def _median(work):
    return median([_milliseconds(work) for _ in range(RUNS + 1)][1:])


def _milliseconds(work):
    started = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - started)

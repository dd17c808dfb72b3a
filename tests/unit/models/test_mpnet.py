"""The text network, assembled from tensors, says what transformers' MPNetModel says."""

import numpy as np
import pytest

from ekphrasis_app.models import mpnet
from ekphrasis_app.models.graph import Graph

torch = pytest.importorskip("torch", reason="the reference is transformers on torch")
transformers = pytest.importorskip("transformers")
LAYERS = 2


@pytest.fixture(scope="module")
def reference():
    """A small MPNet with random weights; the shape of the code is what is compared."""
    torch.manual_seed(0)
    config = transformers.MPNetConfig(
        vocab_size=50,
        num_hidden_layers=LAYERS,
        hidden_size=768,
        intermediate_size=96,
        layer_norm_eps=1e-5,
    )
    return transformers.MPNetModel(config, add_pooling_layer=False).eval()


@pytest.fixture(scope="module")
def tensors(reference):
    return {name: value.numpy() for name, value in reference.state_dict().items()}


@pytest.fixture(scope="module")
def session(tensors):
    graph = Graph()
    return graph.session({"hidden": mpnet.encoder(graph, tensors, LAYERS)}, threads=1)


def hidden(session, tensors, ids, mask):
    words = tensors["embeddings.word_embeddings.weight"][ids]
    return session.run(["hidden"], mpnet.inputs(tensors, words, mask))[0]


def test_hidden_states_are_those_of_transformers(session, tensors, reference):
    ids = np.random.default_rng(0).integers(3, 50, (2, 200))
    mask = np.ones_like(ids)
    with torch.inference_mode():
        known = reference(input_ids=torch.tensor(ids), attention_mask=torch.tensor(mask))[0]
    found = hidden(session, tensors, ids, mask)
    assert found == pytest.approx(known.numpy(), abs=2e-5)


def test_padding_changes_nothing(session, tensors):
    ids = np.random.default_rng(1).integers(3, 50, (1, 12))
    alone = hidden(session, tensors, ids, np.ones_like(ids))
    padded = np.concatenate([ids, np.ones((1, 5), ids.dtype)], axis=1)
    mask = np.concatenate([np.ones_like(ids), np.zeros((1, 5), ids.dtype)], axis=1)
    assert hidden(session, tensors, padded, mask)[:, :12] == pytest.approx(alone, abs=2e-5)


def test_distances_are_grouped_as_transformers_groups_them(reference):
    distance = np.arange(-300, 301)
    known = reference.encoder.relative_position_bucket(torch.tensor(distance), num_buckets=32)
    # transformers counts the distance from key to query, and so do we.
    assert mpnet.bucket(distance).tolist() == known.tolist()


def test_the_order_of_the_words_matters(session, tensors):
    ids = np.arange(3, 15)[None]
    mask = np.ones_like(ids)
    forwards = hidden(session, tensors, ids, mask)
    backwards = hidden(session, tensors, ids[:, ::-1], mask)
    assert np.abs(forwards - backwards[:, ::-1]).max() > 0.01

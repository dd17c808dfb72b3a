"""The picture network says what the untouched PyTorch model says."""

import numpy as np
import pytest
from safetensors.numpy import load_file

from ekphrasis_app.models import efficientnet
from ekphrasis_app.models.graph import Graph

# What the authors' own PyTorch code answered for ``disc()``, before any conversion.
BEST = [722, 417, 852, 549, 551]
BEST_LOGITS = [7.7999, 5.1088, 5.0377, 4.1044, 4.1019]
OTHER_LOGITS = {0: -1.4621, 100: -1.2338, 500: -0.2498, 999: 0.1307}
FIRST_FEATURES = [0.0, 0.0, 0.00221, 0.49703, 0.0]


def disc() -> np.ndarray:
    """An orange disc before a bluish gradient: (1, 260, 260, 3)."""
    y, x = np.mgrid[0:260, 0:260]
    inside = np.hypot(x - 130, y - 110) < 70
    red = np.where(inside, 230, 40 + y // 3)
    green = np.where(inside, 120 + x // 4, 90 + x // 4)
    blue = np.where(inside, 30, 200 - y // 2)
    return np.stack([red, green, blue], axis=-1).astype(np.uint8)[None]


@pytest.fixture(scope="module")
def tensors(request):
    file = request.config.rootpath / "weights/fetched/efficientnet-lite2/model.safetensors"
    if not file.is_file():
        pytest.skip(f"{file} is fetched by the set-up and is not here")
    return load_file(file)


@pytest.fixture(scope="module")
def answers(tensors):
    graph = Graph()
    images = graph.input("images", ["n", 3, efficientnet.SIDE, efficientnet.SIDE])
    mean = efficientnet.pooled(graph, efficientnet.features(graph, tensors, images))
    outputs = {"mean": mean, "logits": efficientnet.logits(graph, tensors, mean)}
    session = graph.session(outputs, threads=1)
    return session.run(["mean", "logits"], {"images": efficientnet.normalised(disc())})


def test_the_five_likeliest_classes_and_their_logits_are_the_original_ones(answers):
    logits = answers[1][0]
    assert np.argsort(-logits)[:5].tolist() == BEST
    assert logits[BEST] == pytest.approx(BEST_LOGITS, abs=1e-3)


def test_logits_of_unlikely_classes_are_the_original_ones(answers):
    logits = answers[1][0]
    assert logits[list(OTHER_LOGITS)] == pytest.approx(list(OTHER_LOGITS.values()), abs=1e-3)


def test_pooled_features_are_the_original_ones(answers):
    assert answers[0].shape == (1, 1280)
    assert answers[0][0, :5] == pytest.approx(FIRST_FEATURES, abs=1e-4)


def test_another_activation_would_be_noticed(tensors, monkeypatch):
    """The authors' code turns ReLU6 into Swish when asked to export; that ruins the model."""

    def swish(graph: Graph, x: str) -> str:
        return graph.add("Mul", x, graph.add("Sigmoid", x))

    monkeypatch.setattr(efficientnet, "_relu6", swish)
    graph = Graph()
    images = graph.input("images", ["n", 3, efficientnet.SIDE, efficientnet.SIDE])
    mean = efficientnet.pooled(graph, efficientnet.features(graph, tensors, images))
    session = graph.session({"logits": efficientnet.logits(graph, tensors, mean)}, threads=1)
    (logits,) = session.run(["logits"], {"images": efficientnet.normalised(disc())})
    assert np.argsort(-logits[0])[:5].tolist() != BEST


def test_a_convolution_folded_beforehand_is_taken_as_it_is(tensors):
    weight, bias = efficientnet.folded(tensors, "_conv_head", "_bn1")
    tuned = {**tensors, "_conv_head.weight": weight, "_conv_head.bias": bias}
    again, bias_again = efficientnet.folded(tuned, "_conv_head", "_bn1")
    assert again is weight
    assert bias_again is bias

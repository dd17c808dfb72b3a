"""A small starter in training: the fetched network, random features, six pictures."""

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs the extra 'training'")
from safetensors.numpy import load_file  # noqa: E402

from ekphrasis_app.training.starter.batches import Links  # noqa: E402
from ekphrasis_app.training.starter.networks import (  # noqa: E402
    PictureHead,
    PoemMap,
    Starter,
)
from ekphrasis_app.training.starter.whitening import Affine  # noqa: E402

KEPT, WIDTH = 6, 4


@pytest.fixture(scope="session")
def network(request):
    file = request.config.rootpath / "weights/fetched/efficientnet-lite2/model.safetensors"
    if not file.is_file():
        pytest.skip(f"{file} is fetched by the set-up and is not here")
    return load_file(file)


@pytest.fixture
def texts():
    return torch.from_numpy(
        np.random.default_rng(1).standard_normal((12, 768)).astype(np.float32)
    )


@pytest.fixture
def links():
    """Picture i has the texts 2i and 2i + 1."""
    own = [np.array([2 * i, 2 * i + 1]) for i in range(6)]
    return Links(own, [np.array([0.5, 0.5])] * 6, np.zeros(6, int))


@pytest.fixture
def make(network, texts):
    """Makes the same untrained model each time."""

    def made():
        torch.manual_seed(0)
        matrix = np.random.default_rng(2).standard_normal((2280, KEPT)) / 50
        whitening = Affine(matrix, np.arange(KEPT) / 10)
        head = PictureHead(KEPT, WIDTH, 5, dropout=0.1)
        return Starter(network, whitening, head, PoemMap(WIDTH, texts))

    return made

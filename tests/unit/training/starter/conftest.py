"""A small starter in training: random features of six pictures, twelve texts."""

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs the extra 'training'")
from safetensors.numpy import load_file  # noqa: E402

from ekphrasis_app.models.starter.vectors import unit  # noqa: E402
from ekphrasis_app.training.starter.batches import Links  # noqa: E402
from ekphrasis_app.training.starter.networks import PictureHead  # noqa: E402

KEPT, WIDTH = 6, 4


@pytest.fixture(scope="session")
def network(request):
    file = request.config.rootpath / "weights/fetched/efficientnet-lite2/model.safetensors"
    if not file.is_file():
        pytest.skip(f"{file} is fetched by the set-up and is not here")
    return load_file(file)


@pytest.fixture
def texts():
    places = np.random.default_rng(1).standard_normal((12, WIDTH)).astype(np.float32)
    return torch.from_numpy(unit(places))


@pytest.fixture
def links():
    """Picture i has the texts 2i and 2i + 1."""
    own = [np.array([2 * i, 2 * i + 1]) for i in range(6)]
    return Links(own, [np.array([0.5, 0.5])] * 6)


@pytest.fixture
def make():
    """Makes the same untrained head each time."""

    def made(seed=0):
        torch.manual_seed(seed)
        return PictureHead(KEPT, WIDTH, 5, dropout=0.1)

    return made

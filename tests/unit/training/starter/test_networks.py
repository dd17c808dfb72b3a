"""What torch trains is what the bundle's graph computes."""

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs the extra 'training'")

from ekphrasis_app.domain.cancel import CancelToken  # noqa: E402
from ekphrasis_app.domain.picture import Origin, Picture  # noqa: E402
from ekphrasis_app.models import efficientnet  # noqa: E402
from ekphrasis_app.models.starter.picture import PictureEncoder, views_of  # noqa: E402
from ekphrasis_app.training.starter.corpus import TextSpace, text_space  # noqa: E402
from ekphrasis_app.training.starter.features import picture_features  # noqa: E402
from ekphrasis_app.training.starter.finishing import folded  # noqa: E402


def noise(path=None):
    pixels = np.random.default_rng(3).integers(0, 256, (70, 80, 3)).astype(np.uint8)
    return Picture(pixels.tobytes(), 80, 70, Origin.FILE)


@pytest.fixture
def seen(network, tmp_path):
    return picture_features(tmp_path, [tmp_path], noise, network, print, CancelToken())


@pytest.fixture
def space():
    vectors = np.random.default_rng(4).standard_normal((50, 768)).astype(np.float32)
    return text_space(vectors, np.arange(50) < 20, 0.6)


def test_the_tail_goes_on_where_the_kept_maps_end(make, seen):
    """The kept maps are of half precision, hence the tolerance."""
    spatial = make().eval().tail(torch.from_numpy(seen.maps).float())
    assert spatial.mean((2, 3)).detach().numpy() == pytest.approx(seen.mean, abs=2e-2)


def test_a_folded_bundle_gives_the_vectors_that_were_trained(make, seen, network, space):
    model = make().eval()
    for value in model.parameters():
        value.data += 0.01 * torch.randn_like(value) * value.abs().mean()
    maps = torch.from_numpy(seen.maps).float()
    with torch.inference_mode():
        trained = model.head(model.features(maps))[0].numpy()
    encoder = PictureEncoder({**network, **folded(model, space)}, "f")
    pixels = efficientnet.normalised(views_of(noise())[:1])
    (vectors,) = encoder._session.run(["vector"], {"images": pixels})
    assert vectors[0] == pytest.approx(trained, abs=5e-3)


def test_verse_and_single_lines_are_each_centred(space):
    vectors = np.random.default_rng(4).standard_normal((50, 768)).astype(np.float32)
    verse = np.arange(50) < 20
    placed = space(vectors, verse)
    assert placed[verse].mean(axis=0) == pytest.approx(np.zeros(768), abs=1e-3)
    assert placed[~verse].mean(axis=0) == pytest.approx(np.zeros(768), abs=1e-3)
    assert isinstance(space, TextSpace)


def test_windows_crop_in_training_only(make):
    model = make()
    maps = torch.rand(2, 208, 9, 9)
    model.eval()
    assert torch.equal(model.features(maps), model.features(maps))
    model.train()
    torch.manual_seed(1)
    assert not torch.allclose(model.features(maps), model.features(maps))

"""What torch trains is what the bundle's graph computes."""

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs the extra 'training'")

from ekphrasis_app.domain.cancel import CancelToken  # noqa: E402
from ekphrasis_app.domain.picture import Origin, Picture  # noqa: E402
from ekphrasis_app.models import efficientnet  # noqa: E402
from ekphrasis_app.models.starter.picture import (  # noqa: E402
    TUNED,
    PictureEncoder,
    views_of,
)
from ekphrasis_app.training.starter.blocks import Network  # noqa: E402
from ekphrasis_app.training.starter.corpus import text_space  # noqa: E402
from ekphrasis_app.training.starter.features import picture_features  # noqa: E402
from ekphrasis_app.training.starter.finishing import Trained, folded  # noqa: E402
from ekphrasis_app.training.starter.networks import (  # noqa: E402
    PictureHead,
    linear,
    merged,
    roots,
)
from ekphrasis_app.training.starter.whitening import Affine  # noqa: E402

KEPT, WIDTH, POEM = 9, 7, 768
VERSE = np.arange(50) < 20


def noise(path=None):
    pixels = np.random.default_rng(3).integers(0, 256, (70, 80, 3)).astype(np.uint8)
    return Picture(pixels.tobytes(), 80, 70, Origin.FILE)


def poems():
    return np.random.default_rng(4).standard_normal((50, POEM)).astype(np.float32)


@pytest.fixture
def space():
    return text_space(poems(), VERSE, 0.6, WIDTH)


def lively(hidden):
    head = PictureHead(KEPT, WIDTH, hidden, dropout=0.5).eval()
    torch.nn.init.normal_(head.out.weight)
    return head


def features_of(network, folder):
    """What a network makes of ``noise``: roots of the pooled features, and class scores."""
    names = ["mean", "logits"]
    found = picture_features(folder, [folder], noise, network, names, print, CancelToken())
    mean, logits = (torch.from_numpy(np.asarray(found[n], np.float32)) for n in names)
    return roots(mean, logits).numpy()


def changed(network):
    """The last block and convolution, as if training had gone on from them."""
    student = Network(network, 20, torch.zeros(2280, 1), torch.zeros(1))
    return {name: value.detach().numpy() * 1.2 for name, value in student.trained()}


@pytest.mark.parametrize("head", [lively(5), linear(torch.randn(KEPT, WIDTH))])
@pytest.mark.parametrize("tuned", [False, True])
def test_a_folded_bundle_gives_the_vectors_that_were_trained(
    head, tuned, network, space, tmp_path
):
    """Features are kept with half precision, hence the tolerance."""
    blocks = changed(network) if tuned else {}
    looks = [features_of(network, tmp_path / "fetched")]
    if tuned:
        looks.append(features_of({**network, **blocks}, tmp_path / "tuned"))
    both = np.concatenate(looks, axis=1)
    matrix = np.random.default_rng(2).standard_normal((both.shape[1], KEPT)) / 50
    white = Affine(matrix, np.arange(KEPT) / 10)
    seen = torch.from_numpy(white(both))
    trained = Trained(white, head, space, seen, np.zeros((1, WIDTH), np.float32))
    named = {TUNED + name: tensor for name, tensor in blocks.items()}
    encoder = PictureEncoder({**network, **folded(trained), **named}, "f")
    pixels = efficientnet.normalised(views_of(noise())[:1])
    (vectors,) = encoder._session.run(["vector"], {"images": pixels})
    assert vectors[0] == pytest.approx(trained.pictures(np.array([0]))[0], abs=5e-3)


def test_one_head_gives_what_several_give_together():
    seen = torch.randn(40, KEPT)
    heads = [lively(5), lively(6), linear(torch.randn(KEPT, WIDTH) * 9)]
    shares = [0.25, 0.25, 0.5]
    with torch.inference_mode():
        lengths = [head(seen).norm(dim=1).mean() for head in heads]
        placed = [
            head(seen) * lengths[0] / own for head, own in zip(heads, lengths, strict=True)
        ]
        together = sum(share * one for share, one in zip(shares, placed, strict=True))
        found = merged(heads, shares, seen)(seen)
    assert found.numpy() == pytest.approx(together.numpy(), abs=1e-5)


def test_verse_and_single_lines_are_each_centred(space):
    for line in (space.verse, space.line):
        own = VERSE if line is space.verse else ~VERSE
        assert line(poems()[own]).mean(axis=0) == pytest.approx(np.zeros(WIDTH), abs=1e-3)


def test_texts_have_unit_length(space):
    lengths = np.linalg.norm(space(poems(), VERSE), axis=1)
    assert lengths == pytest.approx(np.ones(50), abs=1e-5)

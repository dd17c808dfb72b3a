"""The cross-encoder that is trained and the one that the program runs say the same."""

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs the extra 'training'")
pytest.importorskip("transformers", reason="training needs the extra 'training'")

from ekphrasis_app.domain.cancel import CancelToken  # noqa: E402
from ekphrasis_app.models.starter.pair_scorer import CrossEncoder  # noqa: E402
from ekphrasis_app.training.starter.crossing import Cross, beside  # noqa: E402
from tests.fakes.starter import HIDDEN, PLACES, WIDTH, cross_tensors, picture, poem  # noqa: E402


@pytest.fixture
def make():
    """Makes an untrained network, on a language of two narrow layers."""
    known = cross_tensors(1)
    language = known | {n.replace("layer.0", "layer.1"): value for n, value in known.items()}

    def made(places, states):
        torch.manual_seed(0)
        return Cross(language, 1, places, states, HIDDEN).eval()

    return made


@pytest.fixture
def network(make):
    return make(torch.randn(40, PLACES), torch.randn(40, WIDTH))


def pairs(poems):
    """The seen picture of the fakes beside each of the poems."""
    seen = picture()
    near = torch.tensor([float(seen.vector @ one.vector) for one in poems])
    parts = torch.from_numpy(seen.tokens).expand(len(poems), -1, -1)
    return beside(near, parts, [torch.from_numpy(one.tokens) for one in poems])


def test_it_begins_with_the_order_of_the_encoders(network):
    poems = pairs([poem(3, 1), poem(5, 2)])
    with torch.inference_mode():
        assert network(poems).numpy() == pytest.approx(20 * poems.near.numpy(), abs=1e-5)


def test_the_bundle_scores_as_the_trained_network_does(network):
    poems = [poem(lines, lines) for lines in (1, 4, 9)]
    torch.nn.init.normal_(network.out.weight)
    with torch.inference_mode():
        known = torch.sigmoid(network(pairs(poems))).numpy()
    tensors = {name: value.numpy() for name, value in network.tensors().items()}
    found = CrossEncoder(tensors).score(picture(), poems, CancelToken())
    assert found == pytest.approx(known, abs=1e-5)
    assert np.ptp(known) > 0.01


def test_places_enter_as_the_states_that_they_were_made_from(make):
    places = torch.randn(200, PLACES)
    states = places @ torch.randn(PLACES, WIDTH) + 3
    with torch.inference_mode():
        entered = make(places, states).enter(places)
    assert entered.numpy() == pytest.approx(states.numpy(), abs=1e-3)

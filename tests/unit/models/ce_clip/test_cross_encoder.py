"""The cross-encoder against the paper's shapes and transformers' MPNet."""

import json

import pytest

pytest.importorskip("torch", reason="needs the extra: training")

import torch
from transformers import CLIPModel, MPNetConfig, MPNetModel

from ekphrasis_app.domain.errors import BundleProblem
from ekphrasis_app.models.ce_clip import tensors
from ekphrasis_app.models.ce_clip.clip import Clip
from ekphrasis_app.models.ce_clip.config import ClipConfig, CrossConfig
from ekphrasis_app.models.ce_clip.cross_encoder import CrossEncoder
from tests.fakes.ce_clip import livelier, small_clip, small_cross


def count(network: torch.nn.Module) -> int:
    return sum(parameter.numel() for parameter in network.parameters())


def linear(entering: int, leaving: int) -> int:
    return entering * leaving + leaving


@pytest.fixture(scope="module")
def published() -> tuple[CLIPModel, CrossEncoder]:
    with torch.device("meta"):
        return Clip(ClipConfig()).network, CrossEncoder(CrossConfig(), 512)


def test_clip_has_the_parameters_of_the_published_vit_b_32(published):
    assert count(published[0]) == 151_277_313
    assert len(published[0].vision_model.encoder.layers) == 12
    assert len(published[0].text_model.encoder.layers) == 12
    assert published[0].visual_projection.weight.shape == (512, 768)
    assert published[0].text_projection.weight.shape == (512, 512)
    assert ClipConfig().picture_tokens == 50


def test_the_cross_encoder_has_the_parameters_of_the_paper(published):
    layer = 4 * linear(768, 768) + linear(768, 3072) + linear(3072, 768) + 4 * 768
    positions = 514 * 768 + 32 * 12
    assert count(published[1].mpnet) == 12 * layer + positions + 3 * 768 + 2 * 768
    perceptron = linear(512, 382) + linear(382, 768)
    assert count(published[1].picture_mlp) == count(published[1].poem_mlp) == perceptron
    assert published[1].types.weight.shape == (2, 768)


def test_it_is_mpnet_but_for_the_words_and_the_pooler(published):
    with torch.device("meta"):
        whole = MPNetModel(MPNetConfig(vocab_size=30527, max_position_embeddings=514))
    ours = {n: p.shape for n, p in published[1].mpnet.named_parameters()}
    theirs = {n: p.shape for n, p in whole.named_parameters() if not n.startswith("pooler")}
    words = "embeddings.word_embeddings.weight"
    assert ours.pop(words) == (3, 768)
    assert theirs.pop(words) == (30527, 768)
    assert ours == theirs


@pytest.fixture(scope="module")
def whole() -> MPNetModel:
    shape = MPNetConfig(
        vocab_size=60,
        hidden_size=48,
        num_hidden_layers=3,
        num_attention_heads=4,
        intermediate_size=64,
        max_position_embeddings=64,
        layer_norm_eps=1e-5,
    )
    torch.manual_seed(3)
    return livelier(MPNetModel(shape), 3)


def taught_by(whole: MPNetModel, **changes: int) -> CrossEncoder:
    network = CrossEncoder(small_cross(layers=3, **changes), 32).eval()
    tensors.load(network.mpnet, tensors.mpnet_tensors(whole.state_dict(), 3))
    return network


def test_given_word_embeddings_it_answers_as_mpnet_does(whole):
    ids = torch.tensor([[0, 8, 9, 10, 2, 1, 1], [0, 30, 31, 32, 33, 34, 2]])
    mask = ids != 1
    network = taught_by(whole)
    with torch.inference_mode():
        theirs = whole(input_ids=ids, attention_mask=mask.long()).last_hidden_state
        ours = network.attend(whole.embeddings.word_embeddings(ids), mask)
    torch.testing.assert_close(ours[mask], theirs[mask], atol=1e-5, rtol=1e-5)


@pytest.fixture
def published_mpnet(project):
    folder = project / "weights" / "fetched" / "mpnet"
    if not (folder / "model.safetensors").is_file():
        pytest.skip("needs MPNet's weights, which set-up fetches")
    return folder


# Its words are not ours, and the rest tells who made the file.
OTHERS = {"vocab_size", "architectures", "transformers_version", "_name_or_path"}


def test_it_is_configured_as_the_published_mpnet_is(published_mpnet, published):
    theirs = json.loads((published_mpnet / "config.json").read_text())
    ours = published[1].mpnet.config.to_dict()
    told = set(theirs) & set(ours) - OTHERS
    assert {name: ours[name] for name in told} == {name: theirs[name] for name in told}
    assert {"layer_norm_eps", "hidden_act", "relative_attention_num_buckets"} <= told


def test_given_published_word_embeddings_it_answers_as_the_published_mpnet(published_mpnet):
    theirs = MPNetModel.from_pretrained(published_mpnet).eval()
    ours = CrossEncoder(CrossConfig(), 512).eval()
    tensors.load(ours.mpnet, tensors.mpnet_tensors(theirs.state_dict(), 12))
    ids = torch.tensor([[0, 2000, 3000, 4000, 2, 1], [0, 2500, 2600, 2700, 2800, 2]])
    mask = ids != 1
    with torch.inference_mode():
        expected = theirs(input_ids=ids, attention_mask=mask.long()).last_hidden_state
        found = ours.attend(theirs.embeddings.word_embeddings(ids), mask)
    torch.testing.assert_close(found[mask], expected[mask], atol=1e-5, rtol=1e-4)


def test_its_marks_are_mpnets_own(whole):
    network = taught_by(whole)
    picture, poem = torch.zeros(1, 2, 32), torch.zeros(1, 3, 32)
    mask = torch.tensor([[True, True, False]])
    sequence, counted = network.sequence(picture, poem, mask)
    words = whole.embeddings.word_embeddings.weight
    cls, sep, pad, end = (sequence[0, place] for place in (0, 3, 6, 7))
    torch.testing.assert_close(torch.stack([cls, pad, sep, end]), words[[0, 1, 2, 2]])
    assert counted.tolist() == [[True] * 6 + [False, True]]


def test_the_types_tell_picture_and_poem_apart():
    network = livelier(CrossEncoder(small_cross(), 32), 5)
    torch.nn.init.zeros_(network.types.weight)
    inputs = torch.zeros(1, 2, 32), torch.zeros(1, 2, 32), torch.ones(1, 2).bool()
    bare, _ = network.sequence(*inputs)
    network.types.weight.data[0], network.types.weight.data[1] = 1.0, 2.0
    typed, _ = network.sequence(*inputs)
    added = (typed - bare)[0, :, 0]
    torch.testing.assert_close(added, torch.tensor([1.0, 1, 1, 1, 2, 2, 2]))


@pytest.mark.parametrize("objective", ["ranking", "binary"])
def test_what_stands_in_the_padding_changes_nothing(objective):
    network = livelier(CrossEncoder(small_cross(objective=objective), 32), 6)
    generator = torch.Generator().manual_seed(0)
    picture = torch.randn(3, 5, 32, generator=generator)
    poem = torch.randn(3, 9, 32, generator=generator)
    mask = torch.arange(9) < torch.tensor([4, 9, 1])[:, None]
    filled = torch.where(mask.unsqueeze(-1), poem, 1e3)
    with torch.inference_mode():
        torch.testing.assert_close(
            network(picture, filled, mask), network(picture, poem, mask), atol=1e-6, rtol=1e-5
        )
        unmasked = network(picture, poem, torch.ones_like(mask))
        moved = (unmasked - network(picture, poem, mask)).abs() > 1e-5
    assert moved.tolist() == [True, False, True]


def test_the_other_pairs_of_a_batch_change_nothing():
    network = livelier(CrossEncoder(small_cross(), 32), 7)
    generator = torch.Generator().manual_seed(1)
    picture = torch.randn(4, 5, 32, generator=generator)
    poem = torch.randn(4, 6, 32, generator=generator)
    mask = torch.arange(6) < torch.tensor([2, 6, 3, 5])[:, None]
    with torch.inference_mode():
        together = network(picture, poem, mask)
        alone = [
            network(picture[i : i + 1], poem[i : i + 1], mask[i : i + 1]) for i in range(4)
        ]
    torch.testing.assert_close(together, torch.cat(alone), atol=1e-6, rtol=1e-5)


@pytest.mark.parametrize("objective", ["ranking", "binary"])
def test_scores_lie_between_none_and_one_and_keep_the_order(objective):
    network = livelier(CrossEncoder(small_cross(objective=objective), 32), 8)
    values = torch.tensor([-1.0, -0.2, 0.3, 1.0])
    scores = network.score(values)
    assert (scores.diff() > 0).all()
    assert scores.min() >= 0
    assert scores.max() <= 1


def test_weights_that_are_not_mpnets_are_refused(whole):
    with pytest.raises(BundleProblem, match="not the weights of an MPNet with 12 layers"):
        tensors.mpnet_tensors(whole.state_dict(), 12)


def test_fewer_layers_take_the_first_of_mpnets(whole):
    taken = tensors.mpnet_tensors(whole.state_dict(), 2)
    tensors.load(CrossEncoder(small_cross(layers=2), 32).mpnet, taken)
    assert not any(name.startswith("encoder.layer.2.") for name in taken)


def test_the_class_token_is_the_pictures_vector():
    network = livelier(Clip(small_clip()), 9)
    with torch.inference_mode():
        side = network.pictures(torch.randn(2, 3, 32, 32))
    unit = torch.nn.functional.normalize(side.tokens[:, 0], dim=-1)
    torch.testing.assert_close(side.vectors, unit)
    assert side.tokens.shape == (2, 5, 32)

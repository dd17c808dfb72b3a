"""Losses worked out by hand, and where gradients go in each stage."""

import pytest

pytest.importorskip("torch", reason="needs the extra: training")

import torch
import torch.nn.functional as F

from ekphrasis_app.models.ce_clip.clip import Clip
from ekphrasis_app.models.ce_clip.cross_encoder import CrossEncoder
from ekphrasis_app.training.ce_clip.learners import CeClipLearner, ClipLearner
from ekphrasis_app.training.ce_clip.recipe import Loss, Stage
from ekphrasis_app.training.ce_clip.samples import Batch
from tests.fakes.ce_clip import livelier, small_clip, small_cross

WARM_UP = Stage("warm-up", 1, ("cross-encoder",))
FINE_TUNE = Stage("fine-tune", 1, ("cross-encoder", "clip"))


def batch(count: int = 3, negatives: int = 3) -> Batch:
    generator = torch.Generator().manual_seed(4)
    words = small_clip().vocabulary
    ids = torch.randint(0, words - 2, (count, 1 + negatives, 24), generator=generator)
    for place in range(ids.shape[0] * ids.shape[1]):
        ids.view(-1, 24)[place, 4 + place % 20] = words - 1
    pixels = torch.randn(count, 3, 32, 32, generator=generator)
    return Batch(pixels, ids[:, 0], ids[:, 1:], torch.eye(count, dtype=torch.bool))


def ce_clip(loss: Loss | None = None, **changes) -> CeClipLearner:
    torch.manual_seed(0)
    clip = livelier(Clip(small_clip()), 1)
    cross = livelier(CrossEncoder(small_cross(**changes), 32), 2)
    return CeClipLearner(clip, cross, loss or Loss()).eval()


def reached(learner) -> set[str]:
    """The parameters that one backward pass changes the gradient of."""
    learner.zero_grad(set_to_none=True)
    learner(batch()).backward()
    return {
        name
        for name, parameter in learner.named_parameters()
        if parameter.grad is not None and parameter.grad.abs().sum() > 0
    }


# The bias of every key shifts all scores of a row alike, so softmax gives it no gradient.
def without_key_biases(names) -> set[str]:
    return {name for name in names if not name.endswith(("k_proj.bias", "attn.k.bias"))}


@pytest.mark.parametrize("objective", ["ranking", "binary"])
@pytest.mark.parametrize("inputs", ["sequences", "vectors"])
def test_the_warm_up_reaches_the_cross_encoder_and_nothing_else(objective, inputs):
    learner = ce_clip(objective=objective, inputs=inputs)
    learner.begin(WARM_UP)
    all_of_it = {name for name, _ in learner.named_parameters() if name.startswith("cross.")}
    assert without_key_biases(reached(learner)) == without_key_biases(all_of_it)


@pytest.mark.parametrize("objective", ["ranking", "binary"])
def test_fine_tuning_reaches_all_but_clips_scale(objective):
    learner = ce_clip(objective=objective)
    learner.begin(FINE_TUNE)
    names = {name for name, _ in learner.named_parameters()}
    expected = names - {"clip.network.logit_scale"}
    assert without_key_biases(reached(learner)) == without_key_biases(expected)


def test_fine_tuning_clip_reaches_all_of_it_with_its_scale():
    torch.manual_seed(0)
    learner = ClipLearner(livelier(Clip(small_clip()), 1))
    learner.begin(Stage("fine-tune", 1, ("clip",)))
    expected = {name for name, _ in learner.named_parameters()}
    assert without_key_biases(reached(learner)) == without_key_biases(expected)


def test_a_stage_after_another_sets_the_gradients_anew():
    learner = ce_clip()
    learner.begin(FINE_TUNE)
    learner.begin(WARM_UP)
    assert not any(p.requires_grad for p in learner.clip.parameters())


def value(learner: CeClipLearner, picture: int, ids: torch.Tensor) -> torch.Tensor:
    """One pair through the network by itself."""
    seen = learner.clip.pictures(batch().pixels[picture : picture + 1])
    read = learner.clip.poems(ids[None])
    return learner.cross(seen.tokens, read.tokens, read.mask)[0]


@torch.no_grad()
def test_the_ranking_loss_is_cross_entropy_over_the_batchs_and_the_drawn_poems():
    learner, given = ce_clip(), batch()
    rows = []
    for picture in range(3):
        candidates = [*given.own, *given.others[picture]]
        rows.append(torch.stack([value(learner, picture, ids) for ids in candidates]))
    expected = F.cross_entropy(20.0 * torch.stack(rows), torch.arange(3))
    torch.testing.assert_close(learner(given), expected, atol=1e-5, rtol=1e-5)


@torch.no_grad()
def test_without_the_batchs_own_only_the_drawn_poems_are_rivals():
    learner, given = ce_clip(Loss(scale=7.0, negatives=3, in_batch=False)), batch()
    rows = []
    for picture in range(3):
        candidates = [given.own[picture], *given.others[picture]]
        rows.append(torch.stack([value(learner, picture, ids) for ids in candidates]))
    expected = F.cross_entropy(7.0 * torch.stack(rows), torch.zeros(3, dtype=torch.long))
    torch.testing.assert_close(learner(given), expected, atol=1e-5, rtol=1e-5)


@torch.no_grad()
def test_the_binary_loss_labels_the_pair_one_and_each_drawn_poem_none():
    learner, given = ce_clip(objective="binary"), batch()
    losses = []
    for picture in range(3):
        fitting = value(learner, picture, given.own[picture])
        losses.append(F.softplus(-fitting))
        losses += [F.softplus(value(learner, picture, ids)) for ids in given.others[picture]]
    torch.testing.assert_close(learner(given), torch.stack(losses).mean(), atol=1e-5, rtol=1e-5)


@torch.no_grad()
def test_the_same_poem_with_another_picture_is_no_rival():
    learner, given = ce_clip(), batch()
    twice = Batch(given.pixels, given.own[[0, 0, 2]], given.others, given.clash.clone())
    twice.clash[0, 1] = twice.clash[1, 0] = True
    rows = []
    for picture, rivals in ((0, [2]), (1, [2]), (2, [0, 0])):
        candidates = [twice.own[picture], *twice.own[rivals], *twice.others[picture]]
        values = torch.stack([value(learner, picture, ids) for ids in candidates])
        rows.append(F.cross_entropy(20.0 * values, torch.tensor(0)))
    torch.testing.assert_close(learner(twice), torch.stack(rows).mean(), atol=1e-5, rtol=1e-5)


@torch.no_grad()
def test_clips_loss_is_symmetric_over_the_batch():
    torch.manual_seed(0)
    learner = ClipLearner(livelier(Clip(small_clip()), 1)).eval()
    given = batch()
    cosines = (
        learner.clip.pictures(given.pixels).vectors @ learner.clip.poems(given.own).vectors.T
    )
    logits, target = learner.clip.scale * cosines, torch.arange(3)
    expected = (F.cross_entropy(logits, target) + F.cross_entropy(logits.T, target)) / 2
    torch.testing.assert_close(learner(given), expected)


@torch.no_grad()
@pytest.mark.parametrize("kind", ["ce-clip", "clip"])
def test_values_of_pools_are_those_of_the_pairs(kind):
    learner = ce_clip() if kind == "ce-clip" else ClipLearner(livelier(Clip(small_clip()), 1))
    given = batch()
    pictures = learner.clip.pictures(given.pixels)
    poems = learner.clip.poems(given.others.flatten(0, 1))
    values = learner.values(pictures, poems)
    for picture in range(3):
        for place in range(3):
            if kind == "ce-clip":
                alone = value(learner, picture, given.others[picture, place])
            else:
                read = learner.clip.poems(given.others[picture, place][None])
                alone = pictures.vectors[picture] @ read.vectors[0]
            torch.testing.assert_close(values[picture, place], alone, atol=1e-5, rtol=1e-5)

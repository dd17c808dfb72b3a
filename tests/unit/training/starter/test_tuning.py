"""The picture network's later blocks are trained; the earlier ones are not."""

from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs the extra 'training'")

from ekphrasis_app.domain.cancel import Cancelled, CancelToken  # noqa: E402
from ekphrasis_app.domain.picture import Origin, Picture  # noqa: E402
from ekphrasis_app.models import efficientnet  # noqa: E402
from ekphrasis_app.models.graph import Graph  # noqa: E402
from ekphrasis_app.models.starter.vectors import unit  # noqa: E402
from ekphrasis_app.training.starter import picture_network  # noqa: E402
from ekphrasis_app.training.starter import tuning as module  # noqa: E402
from ekphrasis_app.training.starter.batches import Links  # noqa: E402
from ekphrasis_app.training.starter.blocks import Network  # noqa: E402
from ekphrasis_app.training.starter.recipe import read_recipe  # noqa: E402
from ekphrasis_app.training.starter.tuning import Lessons, Student, Tuning, tune  # noqa: E402

FEATURES, WIDTH, COUNT = 12, 6, 8
TUNING = Tuning(
    seed=0,
    first=20,
    small=48,
    grown=0.5,
    side=64,
    epochs=6,
    batch=4,
    texts=2,
    rivals=6,
    rate=2e-3,
    decay=0.01,
    drawn=0.5,
    mixed=0.5,
    dropped=0.2,
    kept=0.1,
    back=0.3,
)


class BrokenOff(Exception):
    pass


def drawn_at_random(*shape, seed=0):
    return np.random.default_rng(seed).standard_normal(shape).astype(np.float32)


@pytest.fixture
def student(network):
    """Makes the same student each time."""

    def made(first=20, dropped=0.0):
        matrix = torch.from_numpy(drawn_at_random(2280, FEATURES)) / 50
        net = Network(network, first, matrix, torch.zeros(FEATURES), dropped)
        return Student(net, torch.from_numpy(drawn_at_random(FEATURES, WIDTH, seed=1)))

    return made


@pytest.fixture
def lessons():
    """Eight pictures of one colour each; picture i has the texts 2i and 2i + 1."""

    def read(row):
        colour = np.random.default_rng(row).integers(0, 255, 3)
        pixels = np.broadcast_to(colour.astype(np.uint8), (30, 40, 3))
        return Picture(pixels.tobytes(), 40, 30, Origin.FILE)

    own = [np.array([2 * i, 2 * i + 1]) for i in range(COUNT)]
    return Lessons(
        read,
        Links(own, [np.array([0.5, 0.5])] * COUNT),
        np.arange(COUNT),
        torch.from_numpy(unit(drawn_at_random(2 * COUNT, WIDTH, seed=2))),
        torch.from_numpy(unit(drawn_at_random(COUNT, FEATURES, seed=3))),
        np.arange(COUNT) < 4,
        np.arange(COUNT) < 6,
    )


def run(student, lessons, folder, told=lambda *_: None, cancel=None, **changed):
    state = folder / "blocks.safetensors"
    tune(student, replace(TUNING, **changed), lessons, state, told, cancel or CancelToken())


def values(student):
    return {name: value.clone() for name, value in student.state_dict().items()}


def test_in_torch_the_network_gives_what_its_graph_gives(network, student):
    images = drawn_at_random(2, 3, efficientnet.SIDE, efficientnet.SIDE) / 3
    graph = Graph()
    spatial = efficientnet.features(graph, network, graph.input("images", ["n", 3, 260, 260]))
    mean = efficientnet.pooled(graph, spatial)
    outputs = {"mean": mean, "classes": efficientnet.logits(graph, network, mean)}
    mean, classes = graph.session(outputs).run(["mean", "classes"], {"images": images})
    features = np.concatenate([np.sqrt(mean + 1e-3), classes], axis=1)
    expected = unit(features @ drawn_at_random(2280, FEATURES) / 50)
    found = student().network(torch.from_numpy(images)).detach().numpy()
    assert np.abs(found - expected).max() < 1e-3


def test_the_loss_falls(student, lessons, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "SAVED", 5)
    losses = []
    run(student(), lessons, tmp_path, lambda step, of, loss: losses.append(loss), epochs=20)
    assert losses[-1] < losses[0] * 0.8


def test_pictures_are_small_until_they_have_grown(student, lessons, tmp_path):
    sides = []
    one = student()
    one.network.register_forward_pre_hook(lambda _, images: sides.append(images[0].shape[-1]))
    run(one, lessons, tmp_path, epochs=4, grown=0.75)
    assert sides == [48] * 6 + [64] * 2


def test_only_the_blocks_from_the_first_on_change_and_only_these_are_kept(
    student, lessons, tmp_path, network
):
    one = student()
    before = values(one)
    run(one, lessons, tmp_path, epochs=1)
    changed = {n for n, v in values(one).items() if not torch.equal(v, before[n])}
    assert {n.split(".")[2] for n in changed if "blocks" in n} == {"20"}
    assert {"map", "temperature", "network.last.weight"} <= changed
    assert not any("stem" in name for name in changed)
    kept = dict(one.network.trained())
    assert {*kept} == {
        f"{name}.{part}"
        for name in (
            "_blocks.20._expand_conv",
            "_blocks.20._depthwise_conv",
            "_blocks.20._project_conv",
            "_conv_head",
        )
        for part in ("weight", "bias")
    }


def test_a_run_that_was_broken_off_ends_as_an_unbroken_one(
    student, lessons, tmp_path, monkeypatch
):
    monkeypatch.setattr(module, "SAVED", 3)
    whole, again = student(18, dropped=0.3), student(18, dropped=0.3)
    run(whole, lessons, tmp_path / "whole")

    def stop(step, of, loss):
        if step == 6:
            raise BrokenOff

    with pytest.raises(BrokenOff):
        run(student(18, dropped=0.3), lessons, tmp_path / "broken", stop)
    steps = []
    run(again, lessons, tmp_path / "broken", lambda step, of, loss: steps.append((step, of)))
    assert steps == [(9, 12), (12, 12)]
    for name, value in values(whole).items():
        assert torch.equal(value, values(again)[name]), name


def test_blocks_are_left_out_in_training_alone(student):
    images = torch.from_numpy(drawn_at_random(2, 3, 64, 64))
    network = student(first=6, dropped=0.9).network
    with torch.inference_mode():
        trained = [network.train()(images) for _ in range(2)]
        used = [network.eval()(images) for _ in range(2)]
        assert torch.equal(*used)
        assert torch.equal(used[0], student(first=6).network(images))
    assert not torch.allclose(*trained)


@pytest.mark.parametrize("what", ["mixed", "dropped"])
def test_mixing_and_leaving_out_change_what_is_learned_and_not_how_it_is_used(
    student, lessons, tmp_path, what
):
    ends = []
    for share in (0.0, 0.9):
        one = student(18, share if what == "dropped" else 0.0)
        mixed = share if what == "mixed" else 0.0
        run(one, lessons, tmp_path / str(share), epochs=1, mixed=mixed)
        assert not any(module.training for module in one.modules())
        ends.append(one.map.detach())
    assert not torch.equal(*ends)


def test_what_is_said_of_the_picture_that_is_mixed_in_is_no_rival(student, lessons, tmp_path):
    """With two pictures in each image, and no other texts, nothing is left to be told apart."""
    two = replace(lessons, pictures=np.arange(2))
    losses = []
    run(
        student(), two, tmp_path, lambda step, of, loss: losses.append(loss),
        epochs=1, batch=2, mixed=1.0, rivals=0, back=0.0, texts=2,
    )  # fmt: skip
    assert losses == [pytest.approx(0, abs=1e-4)]


def mark(recipe):
    return picture_network._mark(recipe, recipe.blocks[0])


@pytest.mark.parametrize(
    "other",
    [{"leaning": None}, {"even_texts": 0.1}, {"described": False}, {"version": "0"}],
)
def test_a_changed_recipe_does_not_go_on_from_what_another_left(other):
    recipe = read_recipe()
    assert mark(replace(recipe, **other)) != mark(recipe)


def test_another_seed_of_the_heads_goes_on_with_the_same_network():
    recipe = read_recipe()
    assert mark(replace(recipe, seed=3)) == mark(recipe)


def test_each_training_of_the_blocks_goes_on_with_its_own():
    recipe = read_recipe()
    assert len({picture_network._mark(recipe, run) for run in recipe.blocks}) == 2


def test_it_can_be_cancelled(student, lessons, tmp_path):
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        run(student(), lessons, tmp_path, cancel=cancel)


def test_pictures_that_are_held_stay_nearer_to_the_untouched_network(
    student, lessons, tmp_path
):
    near = []
    for kept in (0.0, 30.0):
        one = student()
        run(one, lessons, tmp_path / str(kept), kept=kept, epochs=20, drawn=0.0, mixed=0.0)
        pixels = [np.frombuffer(lessons.read(i).pixels, np.uint8) for i in range(6)]
        square = [np.broadcast_to(p[:3], (64, 64, 3)) for p in pixels]
        images = torch.from_numpy(efficientnet.normalised(np.stack(square)))
        with torch.inference_mode():
            near.append(float((one.network(images) * lessons.seen[:6]).sum()))
    assert near[1] > near[0]

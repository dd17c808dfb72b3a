"""Training brings pictures to their texts, touches what it should, and can be broken off."""

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs the extra 'training'")

from ekphrasis_app.training.starter.alignment import Stage, contrast, train  # noqa: E402

ROWS = np.arange(6)


class BrokenOff(Exception):
    pass


def frozen(rows):
    """Features of six pictures, far apart from one another."""
    return torch.eye(6)[rows] * 2


def run(model, texts, links, folder, epochs=4, tail=0.0, source=frozen, told=None):
    losses = []
    stage = Stage(epochs, batch=6, rivals=2, head=0.02, poem=0.02, tail=tail)
    told = told or (lambda epoch, loss: losses.append(loss))
    train(model, stage, source, texts, links, ROWS, 0, folder / "state.safetensors", told)
    return losses


def changed(before, after):
    return {name for name in before if not torch.equal(before[name], after[name])}


def state(model):
    return {name: value.clone() for name, value in model.state_dict().items()}


def test_the_loss_falls(make, texts, links, tmp_path):
    losses = run(make(), texts, links, tmp_path, epochs=30)
    assert losses[-1] < losses[0] / 2


def test_frozen_parts_stay_as_they_are(make, texts, links, tmp_path):
    model = make()
    before = state(model)
    run(model, texts, links, tmp_path)
    moved = changed(before, state(model))
    assert {"head.direct.weight", "head.out.weight", "poem.linear.weight"} <= moved
    assert not {name for name in moved if name.startswith(("tail", "classes", "matrix"))}


def test_the_tail_is_trained_where_the_recipe_says_so(make, texts, links, tmp_path):
    model = make()
    before = state(model)
    maps = torch.rand(6, 208, 9, 9)
    run(model, texts, links, tmp_path, 1, 1e-3, lambda rows: model.features(maps[rows]))
    moved = changed(before, state(model))
    assert {name for name in before if name.startswith("tail.")} <= moved
    assert "classes" not in moved


def test_a_run_that_was_broken_off_ends_as_an_unbroken_one(make, texts, links, tmp_path):
    whole, broken = make(), make()
    unbroken = run(whole, texts, links, tmp_path / "whole")
    seen = []

    def stop(epoch, loss):
        seen.append(loss)
        if epoch == 2:
            raise BrokenOff

    with pytest.raises(BrokenOff):
        run(broken, texts, links, tmp_path / "broken", told=stop)
    again = make()
    seen += run(again, texts, links, tmp_path / "broken")
    assert seen == unbroken
    assert not changed(state(whole), state(again))


def test_a_text_that_belongs_to_a_picture_is_no_rival_of_it():
    vectors = torch.nn.functional.normalize(torch.ones(2, 3), dim=1)
    none = torch.zeros(2, 2, dtype=torch.bool)
    alike = contrast(vectors, vectors, torch.tensor(20.0), none)
    shared = contrast(vectors, vectors, torch.tensor(20.0), ~torch.eye(2, dtype=torch.bool))
    assert alike == pytest.approx(np.log(2), abs=1e-5)
    assert shared == pytest.approx(0, abs=1e-5)

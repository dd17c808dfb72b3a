"""Training brings pictures to their texts, and can be broken off."""

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs the extra 'training'")

from ekphrasis_app.training.starter.alignment import Stage, contrast, train  # noqa: E402

ROWS = np.arange(6)
SEEN = torch.eye(6) * 2
"""Features of six pictures, far apart from one another."""


class BrokenOff(Exception):
    pass


def run(head, texts, links, folder, epochs=4, told=None):
    losses = []
    stage = Stage(epochs, batch=6, rivals=2, rate=0.02, captions=5, decay=0.1)
    told = told or (lambda epoch, loss: losses.append(loss))
    train(head, stage, SEEN, texts, links, ROWS, 0, folder / "state.safetensors", told)
    return losses


def state(head):
    return {name: value.clone() for name, value in head.state_dict().items()}


def test_the_loss_falls(make, texts, links, tmp_path):
    losses = run(make(), texts, links, tmp_path, epochs=30)
    assert losses[-1] < losses[0] / 2


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
    for name, value in state(whole).items():
        assert torch.equal(value, state(again)[name]), name


def test_a_text_that_belongs_to_a_picture_is_no_rival_of_it():
    vectors = torch.nn.functional.normalize(torch.ones(2, 3), dim=1)
    none = torch.zeros(2, 2, dtype=torch.bool)
    alike = contrast(vectors, vectors, torch.tensor(20.0), none)
    shared = contrast(vectors, vectors, torch.tensor(20.0), ~torch.eye(2, dtype=torch.bool))
    assert alike == pytest.approx(np.log(2), abs=1e-5)
    assert shared == pytest.approx(0, abs=1e-5)

"""A run from recipe to bundle, one that is killed, and one that is given up."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("accelerate", reason="needs the extra: training")
pytest.importorskip("matplotlib", reason="needs the extra: training")

from ekphrasis_app.capture.decode import decode_file
from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.errors import Cancelled, InputProblem
from ekphrasis_app.models.bundle import open_bundle
from ekphrasis_app.models.bundles import Shelf
from ekphrasis_app.training.ce_clip.recipe import read_recipe
from ekphrasis_app.training.ce_clip.run import Places, train
from tests.fakes.ce_clip import noise, verses
from tests.fakes.training import CLIP_RECIPE, RECIPE, pairs_folder, small_shelf

PROGRAM = """
import sys
from pathlib import Path
from ekphrasis_app.capture.decode import decode_file
from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.models.bundles import Shelf
from ekphrasis_app.training.ce_clip.recipe import read_recipe
from ekphrasis_app.training.ce_clip.run import Places, train
here, out = Path(sys.argv[1]), Path(sys.argv[2])
shelf = Shelf(here / "shelf/own", here / "shelf/program", here / "shelf/fetched")
places = Places(here / "data", out, shelf)
recipe = read_recipe(here / (sys.argv[3:] or ["recipe.toml"])[0])
train(recipe, places, decode_file, lambda *_: None, CancelToken(), cpu=True)
"""


@pytest.fixture(scope="module")
def here(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("training")
    pairs_folder(folder / "data")
    small_shelf(folder / "shelf")
    (folder / "recipe.toml").write_text(RECIPE)
    (folder / "clip.toml").write_text(CLIP_RECIPE)
    return folder


def places(here: Path, out: str) -> Places:
    shelf = Shelf(here / "shelf/own", here / "shelf/program", here / "shelf/fetched")
    return Places(here / "data", here / out, shelf)


def run(here: Path, out: str, recipe: str = "recipe.toml", cancel: CancelToken | None = None):
    return train(
        read_recipe(here / recipe),
        places(here, out),
        decode_file,
        lambda *_: None,
        cancel or CancelToken(),
        cpu=True,
    )


def curve(folder: Path) -> list[dict]:
    return [json.loads(line) for line in (folder / "curve.jsonl").read_text().splitlines()]


@pytest.fixture(scope="module")
def whole(here) -> Path:
    """The folder of a run that nobody disturbed."""
    return run(here, "whole").parent


def test_the_bundle_that_comes_out_opens_and_scores(here, whole):
    bundle = open_bundle(whole / "small-ce-clip", here)
    picture = bundle.image_encoder.encode(noise())
    poems = list(bundle.text_encoder.encode(verses(), CancelToken()))
    assert all(0 <= s <= 1 for s in bundle.pair_scorer.score(picture, poems, CancelToken()))
    card = (whole / "small-ce-clip" / "MODEL_CARD.md").read_text()
    assert "R@1 on the 6 validation pictures" in card
    assert bundle.good <= bundle.strong


def test_the_curve_tells_of_every_step_and_every_validation(whole):
    lines = curve(whole)
    assert [line["step"] for line in lines if "loss" in line] == list(range(1, 16))
    assert [line["stage"] for line in lines if "accuracy" in line] == [
        *["warm-up"] * 3,
        *["fine-tune"] * 2,
    ]
    assert (whole / "curve.png").read_bytes().startswith(b"\x89PNG")


def test_the_loss_falls(whole):
    losses = [line["loss"] for line in curve(whole) if "loss" in line]
    assert sum(losses[-3:]) < 0.9 * sum(losses[:3])


def test_nothing_of_the_run_is_a_pickle(whole):
    suffixes = {file.suffix for file in whole.rglob("*") if file.is_file()}
    assert suffixes == {".safetensors", ".json", ".jsonl", ".png", ".toml", ".md"}


def kill_after(lines: int, here: Path, out: Path) -> int:
    """Start the run in a process of its own and kill it once the curve has so many lines."""
    command = [sys.executable, "-c", PROGRAM, str(here), str(out)]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    file = out / "curve.jsonl"
    while process.poll() is None:
        if file.exists() and file.read_text().count("\n") >= lines:
            os.kill(process.pid, signal.SIGKILL)
            break
        time.sleep(0.002)
    return process.wait()


def test_a_killed_run_goes_on_with_the_losses_of_one_that_was_not(here, whole):
    out = here / "killed"
    for lines in (1, 6, 13):
        assert kill_after(lines, here, out) == -signal.SIGKILL
    seen = len(curve(out))
    assert seen < len(curve(whole))
    assert kill_after(1000, here, out) == 0
    assert curve(out) == curve(whole)
    weights = [
        (folder / "small-ce-clip" / "cross-encoder.safetensors").read_bytes()
        for folder in (out, whole)
    ]
    assert weights[0] == weights[1]


def test_giving_up_keeps_the_step_and_going_on_repeats_nothing(here, whole):
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        run(here, "given-up", cancel=cancel)
    assert len(curve(here / "given-up")) == 1
    run(here, "given-up")
    assert curve(here / "given-up") == curve(whole)


def test_a_run_is_not_mixed_with_one_of_another_recipe(here, whole):
    with pytest.raises(InputProblem, match="holds a run of another recipe"):
        run(here, "whole", "clip.toml")


def test_clip_is_fine_tuned_on_a_part_of_the_split(here):
    folder = run(here, "clip", "clip.toml")
    bundle = open_bundle(folder, here)
    assert bundle.pair_scorer is None
    steps = [line for line in curve(folder.parent) if "loss" in line]
    assert len(steps) == 2 * 2
    base = open_bundle(here / "shelf/own/clip-vit-b-32", here)
    assert base.text_encoder.fingerprint != bundle.text_encoder.fingerprint


def test_after_the_warm_up_alone_clip_is_what_it_was(here, tmp_path):
    only = RECIPE[: RECIPE.index('[[stages]]\nname = "fine-tune"')]
    (here / "warm-up.toml").write_text(only.replace("epochs = 3", "epochs = 1"))
    folder = run(here, "warm-up", "warm-up.toml")
    base = here / "shelf/own/clip-vit-b-32"
    for name in ("clip.safetensors", "tokenizer.json"):
        assert (folder / name).read_bytes() == (base / name).read_bytes()


def test_a_stage_ends_when_patience_does(here):
    only = RECIPE[: RECIPE.index('[[stages]]\nname = "fine-tune"')]
    standing_still = only.replace("1e-3", "0.0").replace("epochs = 3", "epochs = 9")
    (here / "patient.toml").write_text(
        standing_still.replace("[steps]", "[steps]\npatience = 2")
    )
    folder = run(here, "patient", "patient.toml")
    assert sum("accuracy" in line for line in curve(folder.parent)) == 1 + 2


def test_both_stages_train_in_half_precision(here, whole):
    """In a process of its own: accelerate keeps the precision of a process for good."""
    once = RECIPE.replace("epochs = 3", "epochs = 1").replace("epochs = 2", "epochs = 1")
    (here / "half.toml").write_text(once.replace('"fp32"', '"bf16"'))
    out = here / "half"
    command = [sys.executable, "-c", PROGRAM, str(here), str(out), "half.toml"]
    assert subprocess.run(command, stderr=subprocess.DEVNULL, check=False).returncode == 0
    losses = [line["loss"] for line in curve(out)[:3]]
    exact = [line["loss"] for line in curve(whole)[:3]]
    assert losses == pytest.approx(exact, rel=0.05)
    assert losses != exact
    assert curve(out)[-1]["stage"] == "fine-tune"


def run_by(count: int, here: Path, out: Path) -> None:
    """Train in ``count`` processes that share the work, as on several GPUs."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    shared = {"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": port, "WORLD_SIZE": str(count)}
    shared["OMP_NUM_THREADS"] = "1"
    processes = []
    for rank in range(count):
        own = {"RANK": str(rank), "LOCAL_RANK": str(rank), "GLOO_SOCKET_IFNAME": "lo"}
        command = [sys.executable, "-c", PROGRAM, str(here), str(out)]
        processes.append(
            subprocess.Popen(
                command, env={**os.environ, **shared, **own}, stderr=subprocess.DEVNULL
            )
        )
    assert [process.wait() for process in processes] == [0] * count


@pytest.mark.network
def test_two_processes_train_as_one_does(here, tmp_path):
    for name in ("data", "shelf"):
        (tmp_path / name).symlink_to(here / name)
    # Without what depends on how a batch is shared out: dropout, and rivals in the batch.
    recipe = RECIPE.replace("dropout = 0.2", "dropout = 0.0")
    recipe = recipe.replace("negatives = 3", "negatives = 3\nin_batch = false")
    once = recipe.replace("epochs = 3", "epochs = 1").replace("epochs = 2", "epochs = 1")
    (tmp_path / "recipe.toml").write_text(once)
    for count in (1, 2):
        run_by(count, tmp_path, tmp_path / f"by-{count}")
    one, two = (curve(tmp_path / f"by-{count}") for count in (1, 2))
    assert len(one) == len(two) == 8
    losses = [[line["loss"] for line in lines if "loss" in line] for lines in (one, two)]
    assert losses[1] == pytest.approx(losses[0], abs=1e-4)


def test_missing_parts_are_named(here, tmp_path):
    (here / "far.toml").write_text(RECIPE.replace("seed = 5", 'seed = 5\nmpnet = "far"'))
    with pytest.raises(InputProblem, match="no weights of MPNet"):
        run(here, "far", "far.toml")

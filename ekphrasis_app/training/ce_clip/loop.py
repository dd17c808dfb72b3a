"""The training loop, on accelerate: devices, mixed precision, several processes.

Accelerate moves, casts, synchronises and steps. Checkpoints are our own (``checkpoints``)
because accelerate's hold pickles, and the order of batches is (``samples``) because it
must not depend on where a run was broken off.
"""

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from accelerate import Accelerator
from torch import Tensor, nn
from tqdm.auto import tqdm

from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.training.ce_clip import checkpoints
from ekphrasis_app.training.ce_clip.checkpoints import Standing
from ekphrasis_app.training.ce_clip.curves import Curve
from ekphrasis_app.training.ce_clip.learners import CeClipLearner, ClipLearner
from ekphrasis_app.training.ce_clip.recipe import Recipe, Stage
from ekphrasis_app.training.ce_clip.samples import Rows, Samples, epoch_order

AnyLearner = ClipLearner | CeClipLearner
CHECKED_AT_ONCE = 8
CHECKPOINTS = "checkpoints"


def accelerator_for(precision: str, cpu: bool) -> Accelerator:
    """``precision`` is auto, fp32 or bf16; auto is bf16 on a GPU that has it."""
    able = torch.cuda.is_available() and torch.cuda.is_bf16_supported() and not cpu
    half = precision == "bf16" or (precision == "auto" and able)
    return Accelerator(mixed_precision="bf16" if half else "no", cpu=cpu)


class Loop:
    """Trains ``learner`` by ``recipe``; everything it keeps is in ``folder``."""

    def __init__(
        self,
        recipe: Recipe,
        learner: AnyLearner,
        train: Samples,
        validation: Samples,
        folder: Path,
        accelerator: Accelerator,
        cancel: CancelToken,
    ) -> None:
        self._recipe, self._steps = recipe, recipe.steps
        self._learner = learner.to(accelerator.device)
        self._train, self._validation = train, validation
        self._rows = train.part(recipe.data.part, recipe.seed)
        self._folder = folder
        self._accelerator, self._cancel = accelerator, cancel
        self._curve = Curve(folder)

    def run(self) -> None:
        """Train all stages, going on from the newest checkpoint; ends with the best weights.

        Raises ``Cancelled`` after a checkpoint if somebody gives up.
        """
        with _same_sums(self._accelerator.device):
            self._stages()

    def _stages(self) -> None:
        found = checkpoints.latest_checkpoint(self._folder / CHECKPOINTS)
        standing = checkpoints.read_standing(found) if found else Standing()
        if self._accelerator.is_main_process:
            self._curve.go_back_to(standing.step, checked=standing.done == 0)
        for number, stage in enumerate(self._recipe.stages):
            if number >= standing.stage:
                at = (
                    standing
                    if number == standing.stage
                    else Standing(number, step=standing.step)
                )
                resumed = found if number == standing.stage else None
                standing = self._stage(stage, at, resumed)
            checkpoints.load_trained(self._learner, self._best(number))

    def _best(self, number: int) -> Path:
        return self._folder / f"best-{number}.safetensors"

    def _stage(self, stage: Stage, standing: Standing, resumed: Path | None) -> Standing:
        self._learner.begin(stage)
        parameters = [p for p in self._learner.parameters() if p.requires_grad]
        plain = torch.optim.AdamW(
            parameters, self._steps.learning_rate, weight_decay=self._steps.weight_decay
        )
        keep = _Keeper(self._learner, plain, self._folder / CHECKPOINTS, self._accelerator)
        if resumed:
            keep.restore(resumed, self._learner)
        model, optimiser = self._accelerator.prepare(self._learner, plain)
        while standing.epoch < stage.epochs and not self._tired(standing):
            standing = self._epoch(stage, standing, model, optimiser, keep)
            standing = self._checked(stage, standing, keep)
            keep.checkpoint(standing)
        self._accelerator.unwrap_model(model, keep_fp32_wrapper=False)
        self._accelerator.free_memory()
        return standing

    def _tired(self, standing: Standing) -> bool:
        patience = self._steps.patience
        return bool(patience) and standing.epoch - standing.best_epoch > patience

    def _epoch(
        self,
        stage: Stage,
        standing: Standing,
        model: nn.Module,
        optimiser: torch.optim.Optimizer,
        keep: "_Keeper",
    ) -> Standing:
        steps = self._batches([self._recipe.seed, 3, standing.stage, standing.epoch])
        with self._progress(f"{stage.name}, epoch {standing.epoch + 1}", len(steps)) as bar:
            bar.update(standing.done)
            for rows in steps[standing.done :]:
                loss = self._step(rows, standing, model, optimiser)
                standing = replace(standing, done=standing.done + 1, step=standing.step + 1)
                if self._accelerator.is_main_process:
                    self._curve.add(step=standing.step, stage=stage.name, loss=loss)
                bar.set_postfix(loss=f"{loss:.4f}")
                bar.update()
                if standing.step % self._steps.checkpoint_every == 0 or self._cancel.cancelled:
                    keep.checkpoint(standing)
                self._cancel.check()
        return replace(standing, epoch=standing.epoch + 1, done=0)

    def _batches(self, seed: Sequence[int]) -> list[Rows]:
        """The rows of each step of an epoch; every process gets some of every step."""
        order, size = epoch_order(self._rows, seed), self._steps.batch
        found = [order[start : start + size] for start in range(0, len(order), size)]
        return [rows for rows in found if len(rows) >= self._accelerator.num_processes]

    def _step(
        self,
        rows: Rows,
        standing: Standing,
        model: nn.Module,
        optimiser: torch.optim.Optimizer,
    ) -> float:
        """One step over ``rows``, a micro-batch at a time; the mean loss of all processes."""
        accelerator, size = self._accelerator, self._steps.micro_batch
        mine = rows[accelerator.process_index :: accelerator.num_processes]
        seed = [self._recipe.seed, 4, standing.stage, standing.epoch]
        model.train()
        total = torch.zeros((), device=accelerator.device)
        for start in range(0, len(mine), size):
            some = mine[start : start + size]
            last = start + size >= len(mine)
            _reseed([*seed, standing.step, start, accelerator.process_index])
            batch = self._train.batch(some, self._recipe.loss.negatives, seed)
            share = len(some) * accelerator.num_processes / len(rows)
            with contextlib.nullcontext() if last else accelerator.no_sync(model):
                loss: Tensor = model(batch.to(accelerator.device)) * share
                accelerator.backward(loss)
            total += loss.detach()
        optimiser.step()
        optimiser.zero_grad()
        return float(torch.as_tensor(accelerator.reduce(total, "mean")))

    def _checked(self, stage: Stage, standing: Standing, keep: "_Keeper") -> Standing:
        """Validate; a better epoch's weights are kept as the stage's best."""
        accuracy = self._accuracy()
        if self._accelerator.is_main_process:
            self._curve.add(
                step=standing.step, stage=stage.name, epoch=standing.epoch, accuracy=accuracy
            )
            self._curve.plot()
        if accuracy <= standing.best:
            return standing
        keep.best(self._best(standing.stage))
        return replace(standing, best=accuracy, best_epoch=standing.epoch - 1)

    @torch.no_grad()
    def _accuracy(self) -> float:
        """The percentage of validation pictures whose own poem comes first of its pool."""
        samples, device = self._validation, self._accelerator.device
        pools = samples.pools(self._steps.validation_pool, self._recipe.seed)
        self._learner.eval()
        right = 0
        for start in range(0, len(samples), CHECKED_AT_ONCE):
            rows = np.arange(start, min(start + CHECKED_AT_ONCE, len(samples)))
            with self._accelerator.autocast():
                pictures = self._learner.clip.pictures(samples.pixels(rows).to(device))
                poems = self._learner.clip.poems(samples.ids(pools[rows].ravel()).to(device))
                values = self._learner.values(pictures, poems)
            right += int((values[:, :1] > values[:, 1:]).all(dim=1).sum())
        return 100.0 * right / len(samples)

    @contextlib.contextmanager
    def _progress(self, name: str, total: int) -> Iterator["tqdm[None]"]:
        shown = self._accelerator.is_main_process
        with tqdm(total=total, desc=name, unit="step", disable=not shown) as bar:
            yield bar


class _Keeper:
    """Writes what a stage trains to the disk, once, whichever process asks."""

    def __init__(
        self,
        learner: AnyLearner,
        optimiser: torch.optim.Optimizer,
        folder: Path,
        accelerator: Accelerator,
    ) -> None:
        trained = {n: p for n, p in learner.named_parameters() if p.requires_grad}
        self._trained: dict[str, Tensor] = {**trained}
        self._optimiser, self._folder, self._accelerator = optimiser, folder, accelerator

    def restore(self, checkpoint: Path, learner: AnyLearner) -> None:
        """Weights and optimiser as they were then."""
        checkpoints.load_trained(learner, checkpoint / checkpoints.MODEL)
        file = checkpoint / checkpoints.OPTIMISER
        checkpoints.load_optimiser(self._optimiser, list(self._trained), file)

    def checkpoint(self, standing: Standing) -> None:
        if self._accelerator.is_main_process:
            state = checkpoints.optimiser_tensors(self._optimiser, list(self._trained))
            checkpoints.save_checkpoint(self._folder, standing, self._trained, state)
        self._accelerator.wait_for_everyone()

    def best(self, path: Path) -> None:
        if self._accelerator.is_main_process:
            checkpoints.save_tensors(path, self._trained)
        self._accelerator.wait_for_everyone()


@contextlib.contextmanager
def _same_sums(device: torch.device) -> Iterator[None]:
    """Every sum in the same order each time, so that a killed run repeats its losses.

    On a GPU not every operation offers that; torch then says which one does not.
    """
    before = torch.are_deterministic_algorithms_enabled()
    torch.use_deterministic_algorithms(True, warn_only=device.type != "cpu")
    try:
        yield
    finally:
        torch.use_deterministic_algorithms(before)


def _reseed(numbers: Sequence[int]) -> None:
    """Let dropout follow from where the run stands and from nothing before."""
    torch.manual_seed(int(np.random.SeedSequence(numbers).generate_state(1, np.uint64)[0] >> 1))

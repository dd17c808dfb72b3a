"""Trains the starter: pictures and their texts towards one another, away from the others."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from ekphrasis_app.training.starter.batches import Links, Rows, batches, shared_texts
from ekphrasis_app.training.starter.networks import Starter

Source = Callable[[Rows], Tensor]
"""Gives whitened features (n, f) of pictures by their numbers."""
Told = Callable[[int, float], None]
"""Called after each epoch with its number, from 1, and its mean loss."""
CLASHING = -1e4


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of training: how long, how big the steps, and how fast each part learns.

    ``rivals`` more texts, drawn from all, stand beside those of the batch. ``captions`` is
    how many human captions of a picture are used; ``mixed`` puts pictures of all kinds
    into one batch.
    """

    epochs: int
    batch: int
    rivals: int
    head: float
    poem: float = 0.0
    tail: float = 0.0
    captions: int = 5
    decay: float = 0.1
    mixed: bool = True


def train(
    model: Starter,
    stage: Stage,
    source: Source,
    texts: Tensor,
    links: Links,
    pictures: Rows,
    seed: int,
    checkpoint: Path,
    told: Told,
) -> None:
    """Train ``model`` in place; goes on from ``checkpoint`` where an epoch was finished.

    ``texts`` (m, 768) are whitened; ``pictures`` are the numbers of those to train with.
    Each epoch draws from a seed of its own, so going on gives what an unbroken run gives.
    """
    optimiser = _optimiser(model, stage)
    begun = _restore(checkpoint, model, optimiser)
    known = np.unique(np.concatenate([links.texts[picture] for picture in pictures]))
    for epoch in range(begun, stage.epochs):
        chance = np.random.default_rng((seed, epoch))
        torch.manual_seed(1000 * seed + epoch)
        model.train()
        drawn = list(batches(links, pictures, stage.batch, chance, stage.mixed))
        losses = []
        for step, (rows, own) in enumerate(drawn):
            _set_rates(optimiser, (epoch + step / len(drawn)) / stage.epochs)
            others = np.concatenate([own, chance.choice(known, stage.rivals)])
            clashes = shared_texts(links, rows, others)
            clashes[np.arange(len(rows)), np.arange(len(rows))] = False
            found, wanted = model.head(source(rows)), model.poem(texts[others])
            loss = contrast(found, wanted, model.temperature.exp(), torch.from_numpy(clashes))
            optimiser.zero_grad()
            torch.autograd.backward(loss)
            optimiser.step()
            losses.append(loss.item())
        _save(checkpoint, model, optimiser, epoch + 1)
        told(epoch + 1, float(np.mean(losses)))
    model.eval()


def contrast(pictures: Tensor, texts: Tensor, scale: Tensor, clashes: Tensor) -> Tensor:
    """InfoNCE both ways: text i belongs to picture i, further texts to none of them.

    ``clashes`` (pictures, texts) marks other texts that belong to a picture all the same.
    """
    scores = (pictures @ texts.T * scale.clamp(max=100)).masked_fill(clashes, CLASHING)
    count = len(pictures)
    own = torch.arange(count)
    return (F.cross_entropy(scores, own) + F.cross_entropy(scores[:, :count].T, own)) / 2


def _optimiser(model: Starter, stage: Stage) -> torch.optim.AdamW:
    """AdamW; a part whose rate is 0 is left out and stays as it is."""
    rates = [
        (model.head.parameters(), stage.head, stage.decay),
        (model.poem.parameters(), stage.poem, stage.decay),
        (model.tail.parameters(), stage.tail, stage.decay),
        ([model.temperature], stage.head, 0.0),
    ]
    return torch.optim.AdamW(
        [
            {"params": list(of), "lr": rate, "peak": rate, "weight_decay": decay}
            for of, rate, decay in rates
            if rate
        ]
    )


def _set_rates(optimiser: torch.optim.Optimizer, done: float, warm: float = 0.1) -> None:
    """Each part's rate after a share of the steps: up in a line, then down along a cosine."""
    if done < warm:
        share = (done + 1e-3) / warm
    else:
        share = 0.5 + 0.5 * np.cos(np.pi * (done - warm) / (1 - warm))
    for group in optimiser.param_groups:
        group["lr"] = group["peak"] * share


def _save(path: Path, model: Starter, optimiser: torch.optim.Optimizer, epochs: int) -> None:
    """Write model, optimiser and the number of finished epochs, whole or not at all."""
    from safetensors.torch import save_file

    kept = {f"model.{name}": value.contiguous() for name, value in model.state_dict().items()}
    for number, state in optimiser.state_dict()["state"].items():
        kept |= {f"optimiser.{number}.{name}": v.contiguous() for name, v in state.items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file(kept, path.with_suffix(".part"), {"epochs": str(epochs)})
    path.with_suffix(".part").replace(path)


def _restore(path: Path, model: Starter, optimiser: torch.optim.Optimizer) -> int:
    """Read what ``_save`` wrote, if there is such a file; the number of finished epochs."""
    from safetensors import safe_open

    if not path.is_file():
        return 0
    with safe_open(path, "pt") as file:
        kept = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
        epochs = int(file.metadata()["epochs"])
    states: dict[int, dict[str, Tensor]] = {}
    for name, value in kept.items():
        if name.startswith("optimiser."):
            _, number, what = name.split(".")
            states.setdefault(int(number), {})[what] = value
    model.load_state_dict({k[6:]: v for k, v in kept.items() if k.startswith("model.")})
    optimiser.load_state_dict({**optimiser.state_dict(), "state": states})
    return epochs

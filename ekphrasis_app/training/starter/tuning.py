"""Trains the later blocks of the picture network towards what is said of the pictures.

ImageNet's classes are photographs of things. People, what they do, and how it is drawn come
in here: each picture towards its own texts, away from others (InfoNCE), and not too far from
how the untouched network sees it as it is. Photographs and paintings are often drawn before.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor, nn

from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.picture import Picture
from ekphrasis_app.models import efficientnet
from ekphrasis_app.training.starter.alignment import CLASHING, share
from ekphrasis_app.training.starter.batches import Links, Rows, shared_texts
from ekphrasis_app.training.starter.blocks import Network
from ekphrasis_app.training.starter.checkpoint import restore, save
from ekphrasis_app.training.starter.drawing import Pixels, drawn, varied
from ekphrasis_app.training.starter.mixing import draw, unmixed

SAVED = 50
"""Steps between two checkpoints."""
AHEAD = 4
"""Batches of pictures that are made while the network learns from another."""
HOTTEST = 60.0
"""Most that products of places are multiplied by."""

Read = Callable[[int], Picture]
Marks = NDArray[np.bool_]
Told = Callable[[int, int, float], None]
"""Called now and then with the number of steps done, that of all, and the mean loss."""


@dataclass(frozen=True, slots=True)
class Tuning:
    """How blocks are trained: those from ``first`` on, on pictures of ``small`` pixels until
    the share ``grown`` of the steps is done, then of ``side``: what is learned from small
    pictures costs half as much (progressive resizing, as in Tan & Le 2021).

    A picture is held against ``texts`` of its own and ``rivals`` drawn from all. Of kinds
    that can be ``drawn``, that share is. Against learning pictures by heart, a share of steps
    has them ``mixed`` in twos, and the network is made with blocks ``dropped`` so often.
    ``kept`` is the weight of what holds the features near those of the untouched network
    where pictures are not mixed, ``back`` that of finding the picture by its text. The seed
    is its own: this takes long, and heads of several seeds stand on one network.
    """

    seed: int
    first: int
    small: int
    grown: float
    side: int
    epochs: float
    batch: int
    texts: int
    rivals: int
    rate: float
    decay: float
    drawn: float
    mixed: float
    dropped: float
    kept: float
    back: float


@dataclass(frozen=True)
class Lessons:
    """What is learned from: ``read`` gives a picture by its number, ``pictures`` are those to
    train with, and ``links`` tells which texts are theirs; ``texts`` (m, d) are places of
    texts, ``seen`` (n, f) features of the untouched network, both of unit length.

    ``drawable`` and ``kept`` (n,) tell which pictures may be drawn, and which are held near
    ``seen``.
    """

    read: Read
    links: Links
    pictures: Rows
    texts: Tensor
    seen: Tensor
    drawable: Marks
    kept: Marks


class Student(nn.Module):
    """The network, and a linear map from its features to the places of texts."""

    def __init__(self, network: Network, start: Tensor) -> None:
        super().__init__()
        self.network = network
        self.map = nn.Parameter(start)
        self.temperature = nn.Parameter(torch.tensor(np.log(20.0), dtype=torch.float32))

    def forward(self, images: Tensor) -> tuple[Tensor, Tensor]:
        """Features (n, f) and places (n, d), both of unit length."""
        features = self.network(images)
        return features, F.normalize(features @ self.map)


def tune(
    student: Student,
    tuning: Tuning,
    lessons: Lessons,
    state: Path,
    told: Told,
    cancel: CancelToken,
) -> None:
    """Train ``student`` in place; goes on from the file ``state`` where that was written.

    Each step draws from a seed of its own, so going on gives what an unbroken run gives.
    Raises ``PictureProblem``, ``Cancelled``.
    """
    optimiser = _optimiser(student, tuning)
    begun = restore(state, student, optimiser)
    order = _order(lessons.pictures, tuning)
    known = np.unique(np.concatenate([lessons.links.texts[row] for row in lessons.pictures]))
    losses = []
    student.train()
    for step, rows, images in _batches(order, begun, tuning, lessons):
        cancel.check()
        for group in optimiser.param_groups:
            # Halfway through the step: neither the first nor the last has a rate of zero.
            group["lr"] = group["most"] * share((step + 0.5) / len(order), 0.05)
        chance = np.random.default_rng((tuning.seed, step, 1))
        torch.manual_seed(int(chance.integers(2**31)))
        loss = _loss(student, tuning, lessons, rows, images, known, chance)
        optimiser.zero_grad()
        torch.autograd.backward(loss)
        optimiser.step()
        losses.append(loss.item())
        if (step + 1) % SAVED == 0 or step + 1 == len(order):
            save(state, student, optimiser, step + 1)
            told(step + 1, len(order), float(np.mean(losses)))
            losses.clear()
    student.eval()


def _optimiser(student: Student, tuning: Tuning) -> torch.optim.AdamW:
    """Biases do not decay; the temperature moves five times as fast."""
    blocks = [p for p in student.network.parameters() if p.requires_grad]
    wide = [p for p in blocks if p.ndim > 1]
    flat = [p for p in blocks if p.ndim == 1]
    rate, decay = tuning.rate, tuning.decay
    return torch.optim.AdamW(
        [
            {"params": [*wide, student.map], "most": rate, "weight_decay": decay},
            {"params": flat, "most": rate, "weight_decay": 0.0},
            {"params": [student.temperature], "most": 5 * rate, "weight_decay": 0.0},
        ],
        lr=rate,
    )


def _order(pictures: Rows, tuning: Tuning) -> list[Rows]:
    """The pictures of each step: all of them, shuffled, as often as there are epochs."""
    rounds = range(max(1, int(np.ceil(tuning.epochs))))
    # The last number of a seed tells streams apart: 0 is that of pixels, 1 that of a step.
    chances = [np.random.default_rng((tuning.seed, epoch, 2)) for epoch in rounds]
    shuffled = [chance.permutation(pictures) for chance in chances]
    steps = int(tuning.epochs * len(pictures) / tuning.batch)
    every = np.concatenate(shuffled)
    return [every[s * tuning.batch : (s + 1) * tuning.batch] for s in range(max(1, steps))]


def _batches(
    order: Sequence[Rows], begun: int, tuning: Tuning, lessons: Lessons
) -> Iterator[tuple[int, Rows, Tensor]]:
    """The steps from ``begun`` on with their pictures, made ahead by another thread."""

    def made(step: int) -> Tensor:
        chance = np.random.default_rng((tuning.seed, step, 0))
        side = tuning.small if step < tuning.grown * len(order) else tuning.side
        pixels = [_pixels(lessons, row, side, tuning.drawn, chance) for row in order[step]]
        return torch.from_numpy(efficientnet.normalised(np.stack(pixels)))

    pool = ThreadPoolExecutor(1)
    last = len(order)
    try:
        ahead = {s: pool.submit(made, s) for s in range(begun, min(begun + AHEAD, last))}
        for step in range(begun, last):
            if step + AHEAD < last:
                ahead[step + AHEAD] = pool.submit(made, step + AHEAD)
            yield step, order[step], ahead.pop(step).result()
    finally:
        # Whoever cancels does not wait for pictures that nobody will look at.
        pool.shutdown(cancel_futures=True)


def _pixels(
    lessons: Lessons, row: int, side: int, share: float, chance: np.random.Generator
) -> Pixels:
    picture = lessons.read(row)
    image = Image.frombuffer("RGB", (picture.width, picture.height), picture.pixels)
    draws = lessons.drawable[row] and chance.random() < share
    return (drawn if draws else varied)(image, side, chance)


def _loss(
    student: Student,
    tuning: Tuning,
    lessons: Lessons,
    rows: Rows,
    images: Tensor,
    known: Rows,
    chance: np.random.Generator,
) -> Tensor:
    """InfoNCE from each picture to its texts and back, and the distance from ``seen``.

    Where pictures are mixed, the part of each counts as much as it is of the image; the
    distance is left out, since ``seen`` knows no such images.
    """
    links = lessons.links
    chosen = [links.some(row, tuning.texts, chance) for row in rows]
    whose = np.repeat(np.arange(len(rows)), [len(own) for own in chosen])
    texts = np.concatenate([*chosen, chance.choice(known, tuning.rivals)])
    theirs = shared_texts(links, rows, texts)
    mixes = chance.random() < tuning.mixed
    mix = draw(len(rows), chance) if mixes else unmixed(len(rows))
    features, places = student(mix(images))
    scale = student.temperature.exp().clamp(max=HOTTEST)
    scores = places @ lessons.texts[texts].T * scale
    loss: Tensor = torch.zeros(())
    for weight, row, other in mix.parts():
        # What is said of the other picture that is in the same image is no rival.
        fair = scores[row].masked_fill(torch.from_numpy(theirs[other] & ~theirs), CLASHING)
        back = _to_pictures(fair[:, : len(whose)].T, theirs[:, : len(whose)].T, whose)
        loss = loss + weight * (_to_texts(fair, theirs, whose) + tuning.back * back)
    return loss + tuning.kept * _distance(lessons, rows, features) if mix.pure else loss


def _distance(lessons: Lessons, rows: Rows, features: Tensor) -> Tensor:
    """How far the pictures that are held are from ``seen``, on average."""
    held = torch.from_numpy(lessons.kept[rows]).float()
    far = (1 - (features * lessons.seen[rows]).sum(1)) * held
    distance: Tensor = far.sum() / held.sum().clamp(min=1)
    return distance


def _to_texts(scores: Tensor, theirs: Marks, whose: Rows) -> Tensor:
    """Each picture's texts against those of others; a picture counts 1, not each text."""
    against = scores.masked_fill(torch.from_numpy(theirs), CLASHING).logsumexp(1)[whose]
    own = scores[whose, np.arange(len(whose))]
    weight = torch.from_numpy(1 / np.bincount(whose)[whose]).float()
    return ((torch.logaddexp(against, own) - own) * weight).sum() / len(scores)


def _to_pictures(scores: Tensor, theirs: Marks, whose: Rows) -> Tensor:
    """For each text, its picture against those of the batch that it does not belong to."""
    others = theirs & (whose[:, None] != np.arange(scores.shape[1]))
    return F.cross_entropy(
        scores.masked_fill(torch.from_numpy(others), CLASHING), torch.from_numpy(whose)
    )

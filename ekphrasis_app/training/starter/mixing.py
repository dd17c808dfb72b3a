"""Pictures mixed in twos, so that none can be learned by heart.

Mixup: Zhang et al., "mixup: Beyond Empirical Risk Minimization", 2018.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from torch import Tensor

from ekphrasis_app.training.starter.batches import Rows

SHARES = 0.4, 0.4
"""Of the beta distribution that shares are drawn from: mostly far from equal."""


@dataclass(frozen=True)
class Mix:
    """Image i is ``share`` of picture i, and for the rest picture ``partner[i]`` (n,)."""

    share: float
    partner: Rows

    @property
    def pure(self) -> bool:
        """Whether each image is one picture alone."""
        return self.share == 1

    def __call__(self, images: Tensor) -> Tensor:
        """Images (n, 3, side, side), mixed."""
        return images if self.pure else images.lerp(images[self.partner], 1 - self.share)

    def parts(self) -> Iterator[tuple[float, Rows, Rows]]:
        """For either part its share, and for each picture i the image (n,) that has it as
        that part, and the other picture (n,) in there.
        """
        yield self.share, np.arange(len(self.partner)), self.partner
        if not self.pure:
            image = np.argsort(self.partner)
            yield 1 - self.share, image, image


def draw(count: int, chance: np.random.Generator) -> Mix:
    """Each of ``count`` pictures with another one, which has the lesser part."""
    share = float(chance.beta(*SHARES))
    return Mix(max(share, 1 - share), chance.permutation(count))


def unmixed(count: int) -> Mix:
    """``count`` pictures as they are."""
    return Mix(1.0, np.arange(count))

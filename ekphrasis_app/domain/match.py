"""A poem that was found for a picture."""

from dataclasses import dataclass, field
from enum import Enum

from ekphrasis_app.domain.poem import Poem


class Strength(Enum):
    """How well a poem fits, in words; decimals are not for listening."""

    STRONG = "strong match"
    GOOD = "good match"
    LOOSE = "loose match"
    CHOSEN = "your choice"
    """A poem that the person took from the library, not one found for a picture."""


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why a poem was chosen: words it shares with the picture, and its closest lines.

    ``lines`` are indices into ``Poem.lines``, best first.
    """

    words: tuple[str, ...] = ()
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A poem with its rank (from 1), its two scores and the reasons for it.

    ``similarity`` is the encoder's (inner product), ``reranked`` the cross-encoder's in
    0..1 or None where the bundle has none.
    """

    rank: int
    poem: Poem
    similarity: float
    reranked: float | None = None
    strength: Strength = Strength.GOOD
    reasons: Reasons = field(default_factory=Reasons)

    @property
    def score(self) -> float:
        """The score that decided the order."""
        return self.similarity if self.reranked is None else self.reranked

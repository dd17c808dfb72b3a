"""The results that Jabbar, Shin and Cho (2022) print, to be quoted beside measured ones.

Their hold-out is a fifth of MultiM-Poem with "more than 1500" poems. R@K in per cent.
"""

from typing import NamedTuple


class Quoted(NamedTuple):
    """One row of the paper's Table 1 or 2."""

    method: str
    r1: float
    r5: float
    r20: float
    mean: float
    median: float


AMONG_ALL = (
    Quoted("CLIP (Zero Shot)", 10.9, 25.1, 40.5, 139.9, 42),
    Quoted("CLIP (Few Shot)", 12.0, 27.7, 44.3, 116.3, 31),
    Quoted("CLIP (Fully Supervised)", 13.0, 28.6, 45.5, 109.8, 26),
    Quoted("CE-CLIP", 18.4, 44.7, 65.1, 71.4, 17),
)
AMONG_100 = (
    Quoted("CLIP (Zero Shot)", 31, 51, 74, 15.5, 5),
    Quoted("CLIP (Few Shot)", 34, 59, 81, 12.1, 4),
    Quoted("CLIP (Fully Supervised)", 32, 63, 84, 9.3, 3),
    Quoted("CE-CLIP", 53, 78, 90, 8.2, 1),
)

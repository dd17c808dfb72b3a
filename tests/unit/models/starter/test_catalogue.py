"""What the catalogue says of a poem is read beside the poem's own lines."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import pytest

from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.poem import Poem
from ekphrasis_app.models.starter.catalogue import Catalogue, key_of
from ekphrasis_app.models.starter.poem import PoemEncoder
from ekphrasis_app.models.starter.reading import Reading
from ekphrasis_app.ports import Array

WAVES = Poem("waves", "Waves", "A. Poet", (("Break, break,", "On thy cold gray stones"),))
LANE = Poem("lane", "Lane", "A. Poet", (("A lane, a lamp,", "And no one there"),))
SAID = ("a sea, a rock", "a mourner", "grief")
SIZE = 8


def test_a_poem_is_known_by_its_letters_alone() -> None:
    catalogue = Catalogue(["|".join((key_of(WAVES.text), *SAID))])
    assert catalogue.said_of(WAVES.text) == SAID
    assert catalogue.said_of("BREAK break\n\non thy cold -- gray stones!") == SAID
    assert catalogue.said_of(LANE.text) == ()
    assert len(catalogue) == 1


@pytest.mark.parametrize("other", ["Break, break, on thy cold stones", ""])
def test_other_letters_are_another_poem(other: str) -> None:
    assert key_of(other) != key_of(WAVES.text)


class ByLetters:
    """Gives each line a direction of its own, made of its letters."""

    def read(self, texts: Iterable[Sequence[str]], cancel: CancelToken) -> Iterator[Reading]:
        for lines in texts:
            seeds = [sum(map(ord, line)) for line in lines]
            means = [np.random.default_rng(seed).normal(size=SIZE) for seed in seeds]
            yield Reading(np.array(means, np.float32), np.ones(len(lines), np.int64))


def vectors(share: float, *said: str, parts: Sequence[float] = ()) -> list[Array]:
    """The vectors of both poems, where the catalogue knows the first."""
    head = {
        "poem.weight": np.eye(SIZE),
        "poem.line.bias": np.zeros(SIZE),
        "poem.verse.bias": np.zeros(SIZE),
        "poem.said.share": np.array([share]),
        **({"poem.said.parts": np.array(parts)} if parts else {}),
        "hub.bank": np.eye(SIZE),
        "hub.share": np.array([0.5]),
        "hub.count": np.array([3]),
    }
    catalogue = Catalogue(["|".join((key_of(WAVES.text), *said))] if said else ())
    encoder = PoemEncoder(head, None, catalogue, ByLetters(), "")
    return [e.vector[:-1] for e in encoder.encode([WAVES, LANE], CancelToken())]


def test_a_known_poem_moves_towards_what_is_said_of_it_and_others_stay() -> None:
    plain, moved = vectors(1.0), vectors(1.0, *SAID)
    (place,) = (v for v in vectors(1e6, *SAID)[:1])
    assert moved[0] @ place > plain[0] @ place + 0.1
    assert np.linalg.norm(moved[0]) == pytest.approx(1, abs=1e-5)
    assert moved[1] == pytest.approx(plain[1])


def test_the_share_tells_how_far() -> None:
    plain, half, whole = (vectors(share, *SAID)[0] for share in (0.0, 0.5, 1.0))
    assert plain == pytest.approx(vectors(1.0)[0])
    assert plain @ half > plain @ whole


def test_a_part_counts_as_much_as_the_bundle_says() -> None:
    first, second = SAID[:2]
    alone = vectors(1.0, first)[0]
    assert vectors(1.0, first, second, parts=(1, 0))[0] == pytest.approx(alone)
    equal, more = (vectors(1.0, first, second, parts=(n, 1))[0] for n in (1, 3))
    assert more @ alone > equal @ alone
    assert equal == pytest.approx(vectors(1.0, first, second)[0])

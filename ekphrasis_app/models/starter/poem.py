"""The starter's poem encoder: MPNet read line by line, and a bag of words beside it.

What the bundle's catalogue says of a poem is read as well.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.poem import Poem
from ekphrasis_app.models.starter.bag import Bag
from ekphrasis_app.models.starter.catalogue import Catalogue
from ekphrasis_app.models.starter.reading import Reader, Reading
from ekphrasis_app.models.starter.vectors import unit
from ekphrasis_app.ports import Array, Encoding


class PoemEncoder:
    """Poems in; a vector each and one token for each of their lines out.

    A line's token is the mean of MPNet's states of its words, read in the poem around it.
    """

    def __init__(
        self,
        head: Mapping[str, NDArray[Any]],
        bag: Bag | None,
        catalogue: Catalogue,
        reader: Reader,
        fingerprint: str,
    ) -> None:
        self._head = {name: np.asarray(t, np.float32) for name, t in head.items()}
        self._bag = bag
        self._catalogue = catalogue
        self._reader = reader
        self._fingerprint = fingerprint

    @property
    def fingerprint(self) -> str:
        return self._fingerprint

    def encode(self, poems: Sequence[Poem], cancel: CancelToken) -> Iterator[Encoding]:
        """``vector`` (d + 1,) with the hubness correction last; ``tokens`` (lines, d)."""
        told = [self._catalogue.said_of(poem.text) for poem in poems]
        texts = zip(poems, told, strict=True)
        readings = self._reader.read(
            chain.from_iterable((p.lines, *((text,) for text in said)) for p, said in texts),
            cancel,
        )
        for poem, said in zip(poems, told, strict=True):
            reading = next(readings)
            verse = len(poem.lines) > 1
            (vector,) = self._placed(reading.whole()[None], [poem.text], verse)
            vector = self._moved(vector, said, list(islice(readings, len(said))))
            tokens = self._placed(unit(reading.means), poem.lines, verse=False)
            yield Encoding(np.append(vector, self._correction(vector)), tokens)

    def _moved(self, vector: Array, said: Sequence[str], readings: Sequence[Reading]) -> Array:
        """A poem's vector (d,) moved towards the mean place of what is said of it.

        In some bundles a part of that counts more than another.
        """
        if not said:
            return vector
        places = self._placed(np.stack([r.whole() for r in readings]), said, verse=False)
        mean = np.average(places, axis=0, weights=self._head.get("poem.said.parts"))
        return unit(vector + self._head["poem.said.share"] * unit(mean))

    def _placed(self, vectors: Array, texts: Sequence[str], verse: bool) -> Array:
        """MPNet's vectors (n, 768) of ``texts`` in the shared space (n, d).

        Verse and single lines differ more in being so than in what they speak of, so each
        has a bias of its own, and in some bundles verse a weight.
        """
        weight, bias = self._head["poem.weight"], self._head["poem.line.bias"]
        if verse:
            weight = self._head.get("poem.verse.weight", weight)
            bias = self._head["poem.verse.bias"]
        places = unit(vectors @ weight.T + bias)
        return self._bag.beside(places, texts, verse) if self._bag else places

    def _correction(self, vector: Array) -> np.float32:
        """What is taken from the score of a poem that is near to too many pictures.

        A share of the mean of its best products with a bank of pictures (half a CSLS).
        """
        share, count = self._head["hub.share"].item(), int(self._head["hub.count"].item())
        near = np.sort(self._head["hub.bank"] @ vector)[-count:]
        return np.float32(-share * near.mean())

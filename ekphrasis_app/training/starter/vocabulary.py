"""Which words a bag of words holds, and where training places them.

A ridge from pictures to words tells which of them a picture suggests. The words' scores are
evened out, since a few (man, tree, street) would rule the rest, and the main directions of
what the training pictures suggest become the space of the bags. In it each word is moved
towards those that MPNet finds like it, and words that no picture taught are placed by these.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ekphrasis_app.domain.errors import InputProblem
from ekphrasis_app.models.starter.bag import WORD, Bag, weighted
from ekphrasis_app.models.starter.vectors import unit
from ekphrasis_app.ports import Array
from ekphrasis_app.training.starter.batches import Linked, Rows
from ekphrasis_app.training.starter.corpus import Corpus
from ekphrasis_app.training.starter.whitening import gram, solved, whitening

FLOOR = 0.05
"""Share of the words, those whose scores spread least, that are evened out no further."""
EVEN = 0.6
"""The power of the whitening of words' vectors before they are compared."""

Read = Callable[[Sequence[str]], Array]
"""Gives MPNet's vectors (n, 768) of words."""
BagRows = Sequence[tuple[Rows, Array]]
"""For each text, the numbers of its words and their weights."""


@dataclass(frozen=True, slots=True)
class Words:
    """How the bags are made.

    A word is learned that ``least`` texts have, and at most the share ``most`` of all verse.
    ``even`` 1 evens out the spreads of the words' scores, 0 leaves them; ``width`` directions
    are kept. A word's neighbours are the ``near`` learned ones most like it, of a likeness
    above ``like``; a word that has only these to go by is as rare as it is, times ``doubt``.
    A bag's place has the length ``share`` where MPNet's has 1.
    """

    least: int
    most: float
    even: float
    width: int
    near: int
    like: float
    doubt: float
    share: float


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words, and the tensors that place bags of them, by the bundle's names."""

    words: list[str]
    tensors: Mapping[str, Array]

    def beside(self, places: Array, texts: Sequence[str], verse: NDArray[np.bool_]) -> Array:
        """Places (m, d + b) of texts, from those (m, d) that MPNet gives them."""
        bag = Bag(self.tensors, self.words)
        found: list[Array] = [
            bag.beside(place[None], [text], bool(whole))[0]
            for place, text, whole in zip(places, texts, verse, strict=True)
        ]
        return np.stack(found)


@dataclass(frozen=True, slots=True)
class Taught:
    """What words are learned from: pairs, features of pictures (n, f), which texts belong to
    which, and what holds the ridge from one to the other back.
    """

    pairs: Corpus
    seen: Array
    linked: Linked
    strength: float


def learn(taught: Taught, words: Words, known: Collection[str], read: Read) -> Vocabulary:
    """The vocabulary of the linked texts; ``known`` are the words that MPNet knows.

    Raises ``InputProblem`` where no word can be learned.
    """
    pairs, rows = taught.pairs, np.unique(taught.linked.texts)
    texts, verse = [pairs.texts[row] for row in rows], pairs.verse[rows]
    learned, further, rarity = _chosen(texts, verse, words, known)
    if not learned:
        raise InputProblem("The texts have too few words in common to learn from.")
    bags = _bags(texts, learned, rarity)
    suggested = _suggested(taught, bags, verse, len(learned))
    places = _places(taught.seen[pairs.train], suggested, words)
    every = [*learned, *further]
    weight = likened(places, _likeness(read(every), len(learned)), words)
    line, whole = (
        -_mean(_bags(texts, every, rarity), verse == kind, len(every)) @ weight
        for kind in (False, True)
    )
    tensors = {
        "words.rarity": rarity,
        "words.weight": weight.T,
        "words.verse.bias": whole,
        "words.line.bias": line,
        "words.share": np.array([words.share]),
    }
    return Vocabulary(every, {name: np.asarray(t, np.float32) for name, t in tensors.items()})


def _likeness(vectors: Array, learned: int) -> Array:
    """The likeness (n, m) of words to the first m of them, from MPNet's vectors (n, 768)."""
    even = unit(whitening(vectors[:learned], EVEN, vectors.shape[1])(vectors))
    return np.asarray(even @ even[:learned].T)


def likened(places: Array, likeness: Array, words: Words) -> Array:
    """Places (n, b) of n words, of which the first m have ``places`` (m, b) of their own.

    ``likeness`` (n, m) is that of each word to those. A word counts 1 in the mean of itself
    and its neighbours, and each of these the square of its likeness; a word without a place
    of its own has their mean, shorter where they are not much like it.
    """
    own = len(places)
    likeness = np.where(np.eye(*likeness.shape, dtype=np.bool_), 0, likeness)
    nearest = np.argsort(-likeness, axis=1)[:, : words.near]
    weights = np.take_along_axis(likeness, nearest, axis=1)
    weights = np.where(weights > words.like, weights, 0) ** 2
    found = np.einsum("nk,nkb->nb", weights, places[nearest])
    total = weights.sum(axis=1, keepdims=True)
    found[:own] = (places + found[:own]) / (1 + total[:own])
    found[own:] *= np.minimum(1, total[own:]) / np.maximum(total[own:], 1e-9)
    shrunk = np.linalg.norm(found[:own], axis=1).mean()
    return np.asarray(found * (np.linalg.norm(places, axis=1).mean() / shrunk), np.float32)


def _chosen(
    texts: Sequence[str], verse: NDArray[np.bool_], words: Words, known: Collection[str]
) -> tuple[list[str], list[str], Array]:
    """The words to learn, further ones that MPNet knows, and how rare all are in verse."""
    said = [set(WORD.findall(text.lower())) for text in texts]
    counts = Counter(word for own in said for word in own)
    told = zip(said, verse, strict=True)
    in_verse = Counter(word for own, is_verse in told if is_verse for word in own)
    poems = max(1, int(verse.sum()))
    telling = {
        word
        for word in {*counts, *known}
        if WORD.fullmatch(word) and len(word) > 1 and in_verse[word] <= words.most * poems
    }
    learned = sorted(word for word in telling if counts[word] >= words.least)
    further = sorted(telling & {*known} - {*learned})
    rarity = [np.log(poems / (1 + in_verse[word])) for word in learned]
    rarity += [np.log(poems / (1 + in_verse[word])) * words.doubt for word in further]
    return learned, further, np.array(rarity, np.float32)


def _bags(texts: Sequence[str], words: Sequence[str], rarity: Array) -> BagRows:
    number = {word: place for place, word in enumerate(words)}
    return [weighted(text, number, rarity) for text in texts]


def _suggested(
    taught: Taught, bags: BagRows, verse: NDArray[np.bool_], count: int
) -> NDArray[np.float64]:
    """The ridge (f, w) from pictures to their texts' bags, verse and lines each centred."""
    seen, linked = taught.seen, taught.linked
    sums = _sums(seen, linked)
    cross = np.zeros((seen.shape[1], count))
    for own, (places, values) in zip(sums, bags, strict=True):
        cross[:, places] += np.outer(own, values)
    for kind in (False, True):
        chosen = verse == kind
        cross -= np.outer(sums[chosen].sum(axis=0), _mean(bags, chosen, count))
    return solved(gram(seen[linked.pictures], linked.weights), cross, taught.strength)


def _mean(bags: BagRows, chosen: NDArray[np.bool_], count: int) -> NDArray[np.float64]:
    """The mean bag (w,) of the chosen texts; of none it is zero."""
    found = np.zeros(count)
    for (places, values), own in zip(bags, chosen, strict=True):
        found[places] += values * own
    return found / max(1, int(chosen.sum()))


def _sums(seen: Array, linked: Linked) -> NDArray[np.float64]:
    """For each text, by number, the weighted sum (f,) of its pictures' features."""
    order = np.argsort(linked.texts, kind="stable")
    _, starts = np.unique(linked.texts[order], return_index=True)
    each = seen[linked.pictures[order]] * linked.weights[order, None]
    return np.add.reduceat(each.astype(np.float64), starts, axis=0)


def _places(seen: Array, suggested: NDArray[np.float64], words: Words) -> Array:
    """Words' places (w, b): main directions of what the pictures suggest, evened out."""
    spread = (seen @ suggested).std(axis=0)
    even = suggested * np.maximum(spread, np.quantile(spread, FLOOR)) ** -words.even
    values, vectors = np.linalg.eigh(seen.T.astype(np.float64) @ seen)
    root = np.sqrt(np.maximum(values, 0))[:, None] * vectors.T
    _, _, directions = np.linalg.svd(root @ even, full_matrices=False)
    return np.asarray(directions[: words.width].T, np.float32)

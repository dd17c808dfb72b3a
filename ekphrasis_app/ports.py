"""The seams of the house: what its parts promise one another.

Every real implementation and every fake passes the contract test of its seam in
``tests/contract``. Adding one more touches one new file and one line of registration.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.picture import Picture
from ekphrasis_app.domain.poem import Poem

Array = NDArray[np.float32]
Progress = Callable[[int, int], None]
"""Called with (done, total) as work goes on."""


class Encoding(NamedTuple):
    """What an encoder makes of one picture or poem.

    ``vector`` (d,) is compared by inner product; ``tokens`` (n, k) are for the
    cross-encoder and for telling which part spoke, and may be empty (0, k).
    """

    vector: Array
    tokens: Array


class ImageSource(Protocol):
    """A way in for a picture."""

    def picture(self, cancel: CancelToken) -> Picture:
        """Raise ``PictureProblem`` where there is none, ``Cancelled`` when given up."""
        ...


class ImageEncoder(Protocol):
    """A picture in, an encoding out."""

    @property
    def fingerprint(self) -> str: ...

    def encode(self, picture: Picture) -> Encoding: ...


class TextEncoder(Protocol):
    """Poems in, encodings out, in order, one by one so that long work can be given up."""

    @property
    def fingerprint(self) -> str: ...

    def encode(self, poems: Sequence[Poem], cancel: CancelToken) -> Iterator[Encoding]: ...


class PairScorer(Protocol):
    """A picture and poems in, one score in 0..1 for each poem out."""

    def score(
        self, picture: Encoding, poems: Sequence[Encoding], cancel: CancelToken
    ) -> list[float]:
        """Checks ``cancel`` between batches."""
        ...


class VectorIndex(Protocol):
    """The nearest of many vectors."""

    def __len__(self) -> int: ...

    def search(
        self, vector: Array, top: int, keep: NDArray[np.bool_] | None = None
    ) -> list[tuple[int, float]]:
        """Rows and inner products, best first; ``keep`` (n,) leaves rows out."""
        ...


class Voice(NamedTuple):
    """A voice of a speech engine; ``language`` is a BCP 47 tag."""

    id: str
    name: str
    language: str


class WordMark(NamedTuple):
    """A word of an utterance: when it begins in the sound, and where in the text."""

    seconds: float
    start: int
    length: int


@dataclass(frozen=True, slots=True)
class Manner:
    """How something is said: voice (empty: best for the language), and factors of normal."""

    voice: str = ""
    language: str = "en"
    rate: float = 1.0
    pitch: float = 1.0
    volume: float = 1.0


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a speech engine can do; the interface asks this record, never the engine's name."""

    word_times: bool = False
    pitch: bool = False
    pause_in_line: bool = False
    makes_sound_files: bool = False


class Sound(NamedTuple):
    """Mono 16-bit samples with the times of the words in them."""

    samples: NDArray[np.int16]
    rate: int
    words: tuple[WordMark, ...] = ()


class Synthesiser(Protocol):
    """Makes speech as samples; raises ``SpeechProblem`` where it cannot."""

    @property
    def name(self) -> str: ...

    @property
    def capabilities(self) -> Capabilities: ...

    def voices(self) -> Sequence[Voice]: ...

    def synthesise(self, text: str, manner: Manner, cancel: CancelToken) -> Sound: ...


class Utterance(Protocol):
    """Something being said."""

    def stop(self) -> None:
        """Silence within 100 ms; ``done`` is then told False."""
        ...

    def pause(self) -> None: ...

    def resume(self) -> None: ...


class SpeechEngine(Protocol):
    """Says one text at a time; a new one takes the place of the old one."""

    @property
    def name(self) -> str: ...

    @property
    def capabilities(self) -> Capabilities: ...

    def voices(self) -> Sequence[Voice]: ...

    def speak(
        self,
        text: str,
        manner: Manner,
        marked: Callable[[int, int], None],
        done: Callable[[bool], None],
    ) -> Utterance:
        """Begin to say ``text`` and return at once.

        ``marked(start, length)`` is called as each word is heard, ``done(finished)`` once
        at the end; both come from any thread.
        """
        ...

    def close(self) -> None: ...


class Announcer(Protocol):
    """Says a sentence once, by the right route; urgent ones interrupt."""

    def say(self, sentence: str, urgent: bool = False) -> None: ...


class MainThread(Protocol):
    """The thread that owns the session and the window."""

    def post(self, call: Callable[[], None]) -> None:
        """Run ``call`` there soon; from any thread, in the order posted."""
        ...

    def later(self, seconds: float, call: Callable[[], None]) -> Callable[[], None]:
        """Run ``call`` there after ``seconds``; the result takes it back."""
        ...


class Clock(Protocol):
    """Seconds since some fixed moment, never going back."""

    def now(self) -> float: ...

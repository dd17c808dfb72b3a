"""The seams of the house: what its parts promise one another.

Every real implementation and every fake passes the contract test of its seam in
``tests/contract``. Adding one more touches one new file and one line of registration.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
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
    """What a speech engine can do; the interface asks this record, never the engine's name.

    ``audible`` is False where the words are only shown, ``reads_poems`` where they go to
    somebody else's voice without word of when they are over.
    """

    word_times: bool = False
    pitch: bool = False
    pause_in_line: bool = False
    makes_sound_files: bool = False
    audible: bool = True
    reads_poems: bool = True


class Sound(NamedTuple):
    """Mono 16-bit samples with the times of the words in them."""

    samples: NDArray[np.int16]
    rate: int
    words: tuple[WordMark, ...] = ()


class Synthesiser(Protocol):
    """Makes speech as samples; used from one thread at a time."""

    @property
    def name(self) -> str: ...

    @property
    def capabilities(self) -> Capabilities: ...

    def voices(self) -> Sequence[Voice]: ...

    def synthesise(self, text: str, manner: Manner, cancel: CancelToken) -> Sound:
        """Raise ``SpeechProblem`` where it cannot, ``Cancelled`` when given up."""
        ...

    def close(self) -> None: ...


class Outcome(Enum):
    """How an utterance ended: said whole, taken away, engine broken, or sound device gone."""

    FINISHED = "finished"
    STOPPED = "stopped"
    FAILED = "failed"
    LOST = "lost"


Marked = Callable[[int, int], None]
"""Called with (start, length) in the text as each word is heard; from any thread."""

Done = Callable[[Outcome], None]
"""Called once when an utterance is over; from any thread."""


class Utterance(Protocol):
    """Something being said."""

    def stop(self) -> None:
        """Silence within 100 ms; ``done`` is then told ``STOPPED``."""
        ...

    def pause(self) -> None:
        """Silence within 100 ms, the place kept; like ``stop`` without ``pause_in_line``."""
        ...

    def resume(self) -> None:
        """Go on with the word that was being heard."""
        ...


class SoundOutput(Protocol):
    """The one way to the loudspeaker: one voice at a time, and cues beside it."""

    def play(self, sound: Sound, volume: float, marked: Marked, done: Done) -> Utterance:
        """Begin at once, in place of what was playing; that is told ``STOPPED``.

        Raises ``SpeechProblem`` where there is no device. A device that goes away in
        mid-sound is told as ``LOST``; the next ``play`` looks for another.
        """
        ...

    def cue(self, sound: Sound, volume: float) -> None:
        """Mix ``sound`` in beside the voice."""
        ...


class SpeechEngine(Protocol):
    """Says one text at a time; a new one takes the place of the old one."""

    @property
    def name(self) -> str: ...

    @property
    def capabilities(self) -> Capabilities: ...

    def voices(self) -> Sequence[Voice]: ...

    def prepare(self, text: str, manner: Manner) -> None:
        """A hint that ``text`` comes next, so that it can begin without delay."""
        ...

    def speak(self, text: str, manner: Manner, marked: Marked, done: Done) -> Utterance:
        """Begin to say ``text`` and return at once."""
        ...

    def hush(self) -> None:
        """Stop whatever is being said."""
        ...

    def close(self) -> None: ...


class Announcer(Protocol):
    """Says a sentence once, by the right route; urgent ones interrupt."""

    def say(self, sentence: str, urgent: bool = False) -> None: ...

    def echo(self, sentence: str) -> None:
        """What a screen reader says by itself: only the program's own voice speaks it."""
        ...


class MainThread(Protocol):
    """The thread that owns the session and the window."""

    def post(self, call: Callable[[], None]) -> None:
        """Run ``call`` there soon; from any thread, in the order posted."""
        ...

    def later(self, seconds: float, call: Callable[[], None]) -> Callable[[], None]:
        """Run ``call`` there after ``seconds``; the result takes it back."""
        ...

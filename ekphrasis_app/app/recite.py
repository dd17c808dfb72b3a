"""One picture in, its poems out: the whole path without a window."""

from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from ekphrasis_app.app import folders
from ekphrasis_app.app.finder import Answer
from ekphrasis_app.app.home import open_finder, open_library
from ekphrasis_app.capture.decode import decode_file
from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.picture import Picture
from ekphrasis_app.ports import Progress
from ekphrasis_app.settings import Settings


@dataclass(frozen=True, slots=True)
class Recitation:
    """A picture with its poems; ``decoding`` is in seconds."""

    picture: Picture
    answer: Answer
    decoding: float

    @property
    def seconds(self) -> dict[str, float]:
        """How long each step took, in the order of the path."""
        steps = {**self.answer.seconds, "decode": self.decoding}
        return {step: steps[step] for step in ("load", "decode", "encode", "search", "rerank")}


def recite(
    path: Path,
    top: int,
    settings: Settings,
    progress: Progress,
    bundle: str = "",
    cancel: CancelToken | None = None,
) -> Recitation:
    """The best ``top`` poems for the picture in ``path``.

    Raises ``PictureProblem``, ``LibraryProblem``, ``BundleProblem`` or ``Cancelled``.
    """
    cancel = cancel or CancelToken()
    started = perf_counter()
    picture = decode_file(path, cancel)
    decoding = perf_counter() - started
    with open_library() as library:
        answer = open_finder(library, settings, bundle).find(picture, top, progress, cancel)
    return Recitation(picture, answer, decoding)


def own_settings() -> Settings:
    """The person's settings; ``said`` tells what was wrong with their file, if anything."""
    return Settings(folders.settings_path())

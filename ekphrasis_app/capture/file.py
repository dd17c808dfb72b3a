"""A picture from a file."""

from pathlib import Path

from ekphrasis_app.capture.decode import decode_file
from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.picture import Picture


class FileSource:
    """Gives the picture in the file at ``path``, read anew each time."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def picture(self, cancel: CancelToken) -> Picture:
        return decode_file(self._path, cancel)

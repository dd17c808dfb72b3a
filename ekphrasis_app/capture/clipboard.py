"""A picture from the clipboard, which hands it over as the bytes of a picture file."""

from ekphrasis_app.capture.decode import decode_bytes
from ekphrasis_app.capture.problems import Trouble
from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.picture import Origin, Picture
from ekphrasis_app.wording import tr


class ClipboardSource:
    """Gives the picture in ``data``; the window takes that from the clipboard."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def picture(self, cancel: CancelToken) -> Picture:
        if not self._data:
            raise Trouble.EMPTY_CLIPBOARD.about()
        return decode_bytes(self._data, tr("The copied picture"), Origin.CLIPBOARD, cancel)

"""Download one file from an https address, going on where it was broken off."""

import http.client
import ssl
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from .checked import is_pinned
from .manifest import PinnedFile
from .problem import SourceFailed

_TIMEOUT_SECONDS = 60
_CHUNK = 1 << 18
_NETWORK_ERRORS = (
    urllib.error.URLError,
    http.client.HTTPException,
    ssl.SSLError,
    TimeoutError,
    ConnectionError,
)  # not OSError, which a full disk is, too


def download(
    url: str, pinned: PinnedFile, target: Path, report: Callable[[int, int], None]
) -> None:
    """Fetch ``url`` to ``target`` and check it. Raises ``SourceFailed``.

    What has come so far stays in ``target`` with ``.part`` added to its name.
    """
    part = target.with_name(target.name + ".part")
    part.parent.mkdir(parents=True, exist_ok=True)
    if not part.exists() or part.stat().st_size < pinned.size:
        try:
            _receive(url, pinned, part, report)
        except _NETWORK_ERRORS as error:
            raise SourceFailed(f"{_host(url)} broke off ({error})") from error
    if not is_pinned(part, pinned):
        part.unlink()
        raise SourceFailed(f"{_host(url)} gave another file than expected")
    part.replace(target)


def _receive(
    url: str, pinned: PinnedFile, part: Path, report: Callable[[int, int], None]
) -> None:
    have = part.stat().st_size if part.exists() else 0
    request = urllib.request.Request(url)
    if have:
        request.add_header("Range", f"bytes={have}-")
    with urllib.request.urlopen(request, timeout=_TIMEOUT_SECONDS) as answer:
        if answer.status != http.HTTPStatus.PARTIAL_CONTENT:
            have = 0  # the server sends the whole file again
        with part.open("r+b" if have else "wb") as out:
            out.seek(have)
            while (chunk := answer.read(_CHUNK)) and have <= pinned.size:
                out.write(chunk)
                have += len(chunk)
                report(have, pinned.size)
    if have < pinned.size:
        raise ConnectionError("the answer ended too early")


def _host(url: str) -> str:
    return urllib.request.Request(url).host

"""Fetches one file over HTTP: goes on where it was broken off, checks it, says why it failed.

Only what a person orders (a model, in the settings or by ``bundle install``; pictures to
train from) calls it; nothing else in the program uses the network.
"""

import http.client
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.errors import Problem
from ekphrasis_app.models.placing import sha256_of, writing
from ekphrasis_app.ports import Progress
from ekphrasis_app.wording import tr

TIMEOUT_SECONDS = 30.0
CHUNK = 1 << 18
PART = ".part"
"""Added to the name of a file that has not come whole."""
AGENT = "Ekphrasis (poems for pictures)"
BROKEN = (OSError, http.client.HTTPException, ValueError)


def host_of(address: str) -> str:
    """The host that an address names, with its port; empty where it names none."""
    return urllib.parse.urlsplit(address).netloc


class DownloadProblem(Problem):
    """A file could not be fetched; ``status`` is the server's answer, 0 if there was none.

    ``wait`` is how many seconds the server asks to be left alone, 0 if it does not say.
    """

    status = 0
    wait = 0.0


def not_fetched(address: str, why: str, status: int = 0, wait: float = 0.0) -> DownloadProblem:
    """The problem that ``address`` could not be fetched; ``why`` is told to the person."""
    problem = DownloadProblem(
        "The file could not be fetched from {host}: {why}.",
        "Check the network and try again.",
        host=host_of(address) or address,
        why=why,
    )
    problem.status = status
    problem.wait = wait
    return problem


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server says before the content: ``total`` bytes, 0 if unknown.

    ``address`` is where the content is, after all redirections.
    """

    address: str
    status: int
    total: int
    content: BinaryIO


@contextmanager
def asked(address: str, headers: Mapping[str, str] | None = None) -> Iterator[Answer]:
    """Ask a server for ``address``; raises ``DownloadProblem`` however it fails."""
    try:
        if urllib.parse.urlsplit(address).scheme not in ("http", "https"):
            raise not_fetched(address, tr("it is not a web address"))
        request = urllib.request.Request(
            address, headers={"User-Agent": AGENT, **(headers or {})}
        )
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as reply:
            yield Answer(
                reply.url, reply.status, int(reply.headers.get("Content-Length") or 0), reply
            )
    except urllib.error.HTTPError as error:
        error.close()
        wait = error.headers.get("Retry-After", "")
        seconds = float(wait) if wait.isdigit() else 0.0
        why = tr("it answered {status}", status=error.code)
        raise not_fetched(address, why, error.code, seconds) from error
    except BROKEN as error:
        raise not_fetched(address, _why(error)) from error


def _why(error: Exception) -> str:
    """The reason in the system's words, without the numbers and brackets around it."""
    cause = getattr(error, "reason", error)
    if isinstance(cause, TimeoutError):
        return tr("it did not answer in time")
    if doubt := getattr(cause, "verify_message", ""):
        return tr("its certificate does not hold, {doubt}", doubt=doubt)
    told = getattr(cause, "strerror", None) or str(cause) or type(cause).__name__
    return tr(told)


def download(
    address: str, target: Path, sha256: str, progress: Progress, cancel: CancelToken
) -> str:
    """Fetch ``address`` to ``target`` and return its SHA-256, which must be ``sha256`` if told.

    What has come so far stays beside the target with ``.part`` added to its name, whether
    the network fails, the disk is full or ``cancel`` ends it, and the next call goes on
    from there. Raises ``DownloadProblem``, ``BundleProblem`` where the file cannot be
    written, and ``Cancelled``.
    """
    part = target.with_name(target.name + PART)
    with writing(part.parent):
        part.parent.mkdir(parents=True, exist_ok=True)
    _receive(address, part, progress, cancel)
    with writing(part.parent):
        found = sha256_of(part)
        if sha256 and found != sha256:
            part.unlink()
            raise not_fetched(address, tr("it sent another file than the expected one"))
        part.replace(target)
    return found


def _pieces(answer: Answer) -> Iterator[bytes]:
    """The content; a network that fails is not to be taken for a file that does."""
    try:
        while piece := answer.content.read(CHUNK):
            yield piece
    except BROKEN as error:
        raise not_fetched(answer.address, _why(error)) from error


def _receive(address: str, part: Path, progress: Progress, cancel: CancelToken) -> None:
    have = part.stat().st_size if part.exists() else 0
    try:
        with asked(address, {"Range": f"bytes={have}-"} if have else {}) as answer:
            # Whoever gave up while the server was silent may have asked anew meanwhile.
            cancel.check()
            if answer.status != http.HTTPStatus.PARTIAL_CONTENT:
                have = 0
            total = have + answer.total
            with writing(part.parent), part.open("r+b" if have else "wb") as out:
                out.seek(have)
                for chunk in _pieces(answer):
                    cancel.check()
                    out.write(chunk)
                    have += len(chunk)
                    progress(have, total)
            if have < total:
                raise not_fetched(address, tr("it broke off"))
    except DownloadProblem as problem:
        # Nothing is left to ask for: the whole file had come before.
        if problem.status != http.HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
            raise

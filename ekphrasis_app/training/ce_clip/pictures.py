"""Fetches the pictures of a data set politely: one at a time from a host, with pauses.

It can be broken off and run again: what is there is not asked for again, and addresses
that are dead (the server says so, or sends no picture) are remembered with the reason.
"""

import hashlib
import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from ekphrasis_app.domain.cancel import CancelToken
from ekphrasis_app.domain.errors import Cancelled, PictureProblem
from ekphrasis_app.domain.picture import Picture
from ekphrasis_app.models.download import DownloadProblem, asked, host_of, not_fetched
from ekphrasis_app.models.placing import writing
from ekphrasis_app.ports import Progress

ReadPicture = Callable[[Path], Picture]
DEAD_FILE = "dead.jsonl"
BUSY = (429, 500, 502, 503, 504)
"""A server that answers so may have the picture another time."""
SILENT = 5
"""After so many addresses in a row without any answer, the rest of a host is left alone."""
STAND_IN = "photo_unavailable"
"""Flickr, where most of MultiM-Poem's pictures are, sends this one for those it has not."""


@dataclass(frozen=True, slots=True)
class Manners:
    """``pause`` seconds between two requests to a host, ``hosts`` at a time, ``tries`` for
    an address that is busy, ``patience`` seconds at most between them, ``limit`` bytes.
    """

    pause: float = 1.0
    hosts: int = 8
    tries: int = 3
    patience: float = 60.0
    limit: int = 30_000_000


POLITE = Manners()


@dataclass(slots=True)
class Fetched:
    """How it went: the ``dead`` by reason, and the ``unreached`` to be tried again."""

    there: int = 0
    dead: Counter[str] = field(default_factory=Counter)
    unreached: int = 0


def picture_file(folder: Path, address: str) -> Path:
    """Where the picture of an address lies; the name is the address's hash."""
    return folder / f"{hashlib.sha256(address.encode()).hexdigest()[:24]}.picture"


def dead_addresses(folder: Path) -> dict[str, str]:
    """The addresses known to be dead, with the reasons."""
    file = folder / DEAD_FILE
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    # The last line may have been cut by a kill; that address is just tried again.
    entries = [json.loads(line) for line in lines if line.endswith("}")]
    return {entry["address"]: entry["why"] for entry in entries}


def fetch_pictures(
    addresses: Sequence[str],
    folder: Path,
    read: ReadPicture,
    progress: Progress,
    cancel: CancelToken,
    manners: Manners = POLITE,
) -> Fetched:
    """Fetch what is missing into ``folder``. Raises ``Cancelled``, and ``BundleProblem``
    where the folder cannot be written to.
    """
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    work = _Work(folder, read, progress, cancel, manners, len(set(addresses)))
    hosts: dict[str, list[str]] = {}
    for address in dict.fromkeys(addresses):
        if not work.known(address):
            hosts.setdefault(host_of(address), []).append(address)
    try:
        with ThreadPoolExecutor(manners.hosts) as pool:
            for finished in [pool.submit(work.host, queue) for queue in hosts.values()]:
                finished.result()
    except KeyboardInterrupt:
        cancel.cancel()
        raise
    return work.result


class _Work:
    """One run: what its threads share."""

    def __init__(
        self,
        folder: Path,
        read: ReadPicture,
        progress: Progress,
        cancel: CancelToken,
        manners: Manners,
        total: int,
    ) -> None:
        self._folder, self._read, self._manners = folder, read, manners
        self._progress, self._cancel, self._total = progress, cancel, total
        self._dead = dead_addresses(folder)
        self._lock = threading.Lock()
        self._done = 0
        self.result = Fetched()

    def known(self, address: str) -> bool:
        """Whether nothing is left to do for the address, which is then counted."""
        if address in self._dead:
            self._count(dead=self._dead[address])
            return True
        if picture_file(self._folder, address).exists():
            self._count()
            return True
        return False

    def host(self, queue: Sequence[str]) -> None:
        """Fetch all addresses of one host, one after the other."""
        silent = 0
        for place, address in enumerate(queue):
            started = time.monotonic()
            silent = 0 if self._one(address) else silent + 1
            if silent == SILENT:
                self._leave(len(queue) - place - 1)
                return
            self._rest(self._manners.pause - (time.monotonic() - started))

    def _one(self, address: str) -> bool:
        """Fetch one picture; whether the host answered at all."""
        answered = False
        for tries_left in reversed(range(self._manners.tries)):
            self._cancel.check()
            try:
                self._receive(address)
                self._count()
                return True
            except DownloadProblem as problem:
                answered = answered or problem.status > 0
                if 400 <= problem.status < 500 and problem.status not in BUSY:
                    self._bury(address, f"answered {problem.status}")
                    return True
                if tries_left:
                    self._rest(min(problem.wait or self._manners.pause, self._manners.patience))
            except PictureProblem:
                self._bury(address, "is not a picture")
                return True
        self._leave(1)
        return answered

    def _leave(self, count: int) -> None:
        """Leave some addresses to the next run."""
        for _ in range(count):
            with self._lock:
                self.result.unreached += 1
            self._step()

    def _receive(self, address: str) -> None:
        target = picture_file(self._folder, address)
        part = target.with_suffix(".part")
        with asked(address) as answer:
            data = answer.content.read(self._manners.limit + 1)
            if len(data) < min(answer.total, self._manners.limit):
                raise not_fetched(address, "it broke off")
            stands_for = STAND_IN in answer.address
        if stands_for or len(data) > self._manners.limit:
            raise PictureProblem(
                "The picture is too large, or one that stands for a missing one."
            )
        with writing(self._folder):
            part.write_bytes(data)
        try:
            self._read(part)
        except PictureProblem:
            part.unlink()
            raise
        part.replace(target)

    def _bury(self, address: str, why: str) -> None:
        entry = json.dumps({"address": address, "why": why})
        with self._lock, (self._folder / DEAD_FILE).open("a", encoding="utf-8") as file:
            file.write(f"\n{entry}\n" if file.tell() else f"{entry}\n")
        self._count(dead=why)

    def _count(self, dead: str = "") -> None:
        with self._lock:
            if dead:
                self.result.dead[dead] += 1
            else:
                self.result.there += 1
        self._step()

    def _step(self) -> None:
        with self._lock:
            self._done += 1
            self._progress(self._done, self._total)

    def _rest(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            if self._cancel.cancelled:
                raise Cancelled
            time.sleep(min(left, 0.1))

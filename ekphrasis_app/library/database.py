"""One SQLite file that several threads and programs may use, and its failures in words."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from ekphrasis_app.domain.errors import LibraryProblem
from ekphrasis_app.library.migrations import APPLICATION_ID, MIGRATIONS, migrate
from ekphrasis_app.wording import reason

BUSY_SECONDS = 5.0
"""How long to wait for another program that is writing."""

_MAGIC = b"SQLite format 3\x00"


class Database:
    """A connection behind a lock: transactions are short, so threads take turns."""

    def __init__(self, path: Path) -> None:
        """Open ``path``, made and migrated where needed; raises ``LibraryProblem``."""
        self.path = path
        self._lock = threading.RLock()
        _refuse_what_is_not_ours(path)
        with _in_words(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(
                path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
        try:
            self._prepare()
        except BaseException:
            self._connection.close()
            raise

    def _prepare(self) -> None:
        with _in_words(self.path):
            _refuse_foreign(self.path, self._connection)
            self._connection.execute("PRAGMA journal_mode = WAL")
            # NORMAL would let a power cut take back the last favourite, note or place.
            self._connection.execute("PRAGMA synchronous = FULL")
            self._connection.execute("PRAGMA foreign_keys = ON")
            (version,) = self._connection.execute("PRAGMA user_version").fetchone()
        _refuse_newer(self.path, version)
        if version < len(MIGRATIONS):
            with self.writing() as connection:
                migrate(connection)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The connection, for this thread alone."""
        with self._lock, _in_words(self.path):
            yield self._connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction: all of it is kept or, where anything is raised, none."""
        with self._lock, _in_words(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """Let go of the file; the last one to do so folds the journal into it."""
        with self._lock:
            self._connection.close()


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Be the one program that makes the library ``path`` anew, for as long as this lasts.

    The lock is SQLite's, on an empty file beside ``path``: it works alike on every system,
    and goes with a process that is killed. Raises ``LibraryProblem`` where another has it.
    """
    lock = path.with_name(path.name + ".lock")
    with _in_words(path):
        connection = sqlite3.connect(lock, timeout=0, isolation_level=None)
    with closing(connection):
        with _in_words(path):
            connection.execute("BEGIN EXCLUSIVE")
        yield
    # Another program may have opened it meanwhile; then it stays, and does no harm.
    with suppress(OSError):
        lock.unlink()


def _refuse_what_is_not_ours(path: Path) -> None:
    """Read the header without SQLite, which might change the file in opening it."""
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except FileNotFoundError:
        return
    except OSError as error:
        raise _cannot_be_opened(path, reason(error)) from error
    if not header:
        return
    application = int.from_bytes(header[68:72], "big")
    if not header.startswith(_MAGIC) or application not in (0, APPLICATION_ID):
        raise _not_a_library(path)
    _refuse_newer(path, int.from_bytes(header[60:64], "big"))


def _refuse_foreign(path: Path, connection: sqlite3.Connection) -> None:
    """Most programs leave the application id at 0, and so does an empty new file."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if tables and application != APPLICATION_ID:
        raise _not_a_library(path)


def _refuse_newer(path: Path, version: int) -> None:
    if version > len(MIGRATIONS):
        raise LibraryProblem(
            "The library {path} was made by a newer version of Ekphrasis.",
            "Update Ekphrasis to use it; it has not been changed.",
            path=path,
        )


@contextmanager
def _in_words(path: Path) -> Iterator[None]:
    """Turn the failures that people can mend into ``LibraryProblem``; the rest are bugs."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", None)
        problem = _PROBLEMS.get(code & 0xFF) if code is not None else None
        if problem is None:
            raise
        raise problem(path) from error
    except OSError as error:
        raise _cannot_be_opened(path, reason(error)) from error


def _cannot_be_opened(path: Path, why: str) -> LibraryProblem:
    return LibraryProblem(
        "The library {path} cannot be opened: {why}.",
        "Check that the folder is there and that you may write to it.",
        path=path,
        why=why,
    )


def _not_a_library(path: Path) -> LibraryProblem:
    return LibraryProblem(
        "The file {path} is not a library of poems, or it is damaged.",
        "Move it away and start again; a new library is made.",
        path=path,
    )


def _busy(path: Path) -> LibraryProblem:
    return LibraryProblem(
        "The library {path} is in use by another program.",
        "Close that program, or wait a moment, and try again.",
        path=path,
    )


def _read_only(path: Path) -> LibraryProblem:
    return LibraryProblem(
        "The library {path} may not be written to.",
        "Allow writing to the file and its folder, and try again.",
        path=path,
    )


def _full(path: Path) -> LibraryProblem:
    return LibraryProblem(
        "The disk that holds the library {path} is full.",
        "Make room and try again; nothing that was saved is lost.",
        path=path,
    )


def _failing(path: Path) -> LibraryProblem:
    return _cannot_be_opened(path, "reading or writing the file failed")


_PROBLEMS = {
    sqlite3.SQLITE_NOTADB: _not_a_library,
    sqlite3.SQLITE_CORRUPT: _not_a_library,
    sqlite3.SQLITE_BUSY: _busy,
    sqlite3.SQLITE_LOCKED: _busy,
    sqlite3.SQLITE_READONLY: _read_only,
    sqlite3.SQLITE_PERM: _read_only,
    sqlite3.SQLITE_FULL: _full,
    sqlite3.SQLITE_CANTOPEN: _failing,
    sqlite3.SQLITE_IOERR: _failing,
}

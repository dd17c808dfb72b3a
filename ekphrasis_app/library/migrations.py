"""How the library's tables came to be, one named step after another.

A step is never changed once it has been released: a new one is added below. The number
of steps a file has been through is its ``user_version``.
"""

import sqlite3
from collections.abc import Callable

APPLICATION_ID = 0x454B5048
"""``EKPH`` in the file's header: tells a library from any other SQLite database."""


def m001_poems(database: sqlite3.Connection) -> None:
    """Poems; ``stanzas`` is JSON, a list of lists of lines, so that every space is kept."""
    database.execute(
        """CREATE TABLE poems (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            title TEXT NOT NULL,
            author TEXT NOT NULL,
            stanzas TEXT NOT NULL,
            language TEXT NOT NULL,
            source TEXT NOT NULL,
            licence TEXT NOT NULL
        ) STRICT"""
    )


def m002_encodings(database: sqlite3.Connection) -> None:
    """What a bundle makes of a poem, as float16; the short vector lies before the tokens,
    so that reading all vectors does not read the tokens.
    """
    database.execute(
        """CREATE TABLE encodings (
            fingerprint TEXT NOT NULL,
            poem TEXT NOT NULL REFERENCES poems (id) ON DELETE CASCADE,
            token_width INTEGER NOT NULL,
            vector BLOB NOT NULL,
            tokens BLOB NOT NULL,
            PRIMARY KEY (fingerprint, poem)
        ) STRICT"""
    )


def m003_kept(database: sqlite3.Connection) -> None:
    """What the user keeps. It names poems without owning them, so that it outlives a poem
    that is removed and imported again.
    """
    database.execute(
        "CREATE TABLE favourites (poem TEXT PRIMARY KEY, added TEXT NOT NULL) STRICT"
    )
    database.execute(
        """CREATE TABLE notes (
            poem TEXT PRIMARY KEY, text TEXT NOT NULL, changed TEXT NOT NULL
        ) STRICT"""
    )
    database.execute(
        """CREATE TABLE history (
            number INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            path TEXT NOT NULL,
            seen TEXT NOT NULL,
            poems TEXT NOT NULL
        ) STRICT"""
    )
    database.execute("CREATE TABLE state (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT")


MIGRATIONS: tuple[Callable[[sqlite3.Connection], None], ...] = (
    m001_poems,
    m002_encodings,
    m003_kept,
)


def migrate(database: sqlite3.Connection) -> None:
    """Take the steps that the file has not been through; within one transaction."""
    (done,) = database.execute("PRAGMA user_version").fetchone()
    for step in MIGRATIONS[done:]:
        step(database)
    database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    database.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")

"""The library: poems, what bundles make of them, and what the user keeps."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Self

import numpy as np

from ekphrasis_app.domain.errors import LibraryProblem
from ekphrasis_app.domain.poem import Poem
from ekphrasis_app.library.database import Database
from ekphrasis_app.library.kept import Kept
from ekphrasis_app.ports import Array, Encoding

_POEM_COLUMNS = "poems.id, title, author, stanzas, language, source, licence"


class Library:
    """The poems on this machine; safe to use from several threads.

    Every method raises ``LibraryProblem`` where the file is damaged, locked, read-only or
    the disk is full. ``kept`` holds favourites, notes, history and saved state.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.kept = Kept(database)

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open the library at ``path``, made where there is none; raises ``LibraryProblem``."""
        return cls(Database(path))

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def path(self) -> Path:
        return self._database.path

    @property
    def count(self) -> int:
        """How many poems there are."""
        with self._database.reading() as rows:
            (count,) = rows.execute("SELECT count(*) FROM poems").fetchone()
        return int(count)

    def add(self, poems: Iterable[Poem]) -> int:
        """Add the poems, all or none of them; those already there are left as they are.

        Returns how many are new.
        """
        rows = [_row(poem) for poem in poems]
        with self._database.writing() as connection:
            before = connection.total_changes
            connection.executemany(
                "INSERT OR IGNORE INTO poems (id, title, author, stanzas, language, source,"
                " licence) VALUES (?, ?, ?, ?, ?, ?, ?)",
                rows,
            )
            return connection.total_changes - before

    def remove(self, poem_ids: Iterable[str]) -> int:
        """Remove poems and their encodings; returns how many there were.

        Favourites and notes stay, for a poem that is imported again.
        """
        with self._database.writing() as connection:
            removed = connection.executemany(
                "DELETE FROM poems WHERE id = ?", [(poem_id,) for poem_id in poem_ids]
            )
            return removed.rowcount

    def poem(self, poem_id: str) -> Poem:
        """The poem; ``LibraryProblem`` where it is not, or no longer, in the library."""
        with self._database.reading() as connection:
            row = connection.execute(
                f"SELECT {_POEM_COLUMNS} FROM poems WHERE id = ?", (poem_id,)
            ).fetchone()
        if row is None:
            raise LibraryProblem(
                "This poem is no longer in the library.", "Look for poems again."
            )
        return _poem(row)

    def poems(self) -> list[Poem]:
        """All poems in the order they were added."""
        with self._database.reading() as connection:
            rows = connection.execute(f"SELECT {_POEM_COLUMNS} FROM poems ORDER BY number")
            return [_poem(row) for row in rows]

    def missing(self, fingerprint: str) -> list[Poem]:
        """The poems that the bundle with this fingerprint has not encoded yet."""
        with self._database.reading() as connection:
            rows = connection.execute(
                f"SELECT {_POEM_COLUMNS} FROM poems WHERE id NOT IN"
                " (SELECT poem FROM encodings WHERE fingerprint = ?) ORDER BY number",
                (fingerprint,),
            )
            return [_poem(row) for row in rows]

    def save_encodings(
        self, fingerprint: str, encodings: Iterable[tuple[str, Encoding]]
    ) -> None:
        """Save encodings by poem id as float16, all or none; a poem removed meanwhile is
        passed over. ``ValueError`` where a number does not fit into float16.
        """
        rows = [(fingerprint, poem_id, *_blobs(encoding)) for poem_id, encoding in encodings]
        with self._database.writing() as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO encodings (fingerprint, poem, token_width, vector,"
                " tokens) SELECT ?1, ?2, ?3, ?4, ?5 WHERE ?2 IN (SELECT id FROM poems)",
                rows,
            )

    def encodings(self, fingerprint: str) -> tuple[tuple[str, ...], Array]:
        """The poem ids and their vectors (n, d) in the same order; (0, 0) if there are none."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT poem, vector FROM encodings JOIN poems ON poems.id = poem"
                " WHERE fingerprint = ? ORDER BY number",
                (fingerprint,),
            ).fetchall()
        if not rows:
            return (), np.zeros((0, 0), np.float32)
        vectors = np.frombuffer(b"".join(vector for _, vector in rows), np.float16)
        return tuple(poem for poem, _ in rows), vectors.reshape(len(rows), -1).astype(
            np.float32
        )

    def tokens(self, fingerprint: str, poem_ids: Sequence[str]) -> list[Encoding]:
        """The whole encodings of some poems, in order; ``LibraryProblem`` where one lacks."""
        with self._database.reading() as connection:
            rows = [
                connection.execute(
                    "SELECT vector, tokens, token_width FROM encodings"
                    " WHERE fingerprint = ? AND poem = ?",
                    (fingerprint, poem_id),
                ).fetchone()
                for poem_id in poem_ids
            ]
        if None in rows:
            raise LibraryProblem(
                "A poem of the library is not prepared for this model.",
                "Rebuild the library's index.",
            )
        return [_encoding(*row) for row in rows]

    def forget_encodings(self, fingerprint: str) -> None:
        """Drop what one bundle made, so that it is made anew."""
        with self._database.writing() as connection:
            connection.execute("DELETE FROM encodings WHERE fingerprint = ?", (fingerprint,))


def _row(poem: Poem) -> tuple[str, ...]:
    stanzas = json.dumps(poem.stanzas, ensure_ascii=False)
    return (
        poem.id, poem.title, poem.author, stanzas, poem.language, poem.source, poem.licence
    )  # fmt: skip


def _poem(row: tuple[str, ...]) -> Poem:
    poem_id, title, author, stanzas, language, source, licence = row
    lines = tuple(tuple(stanza) for stanza in json.loads(stanzas))
    return Poem(poem_id, title, author, lines, language, source, licence)


def _blobs(encoding: Encoding) -> tuple[int, bytes, bytes]:
    with np.errstate(over="ignore"):
        vector, tokens = (np.asarray(part, np.float16) for part in encoding)
    if not (np.isfinite(vector).all() and np.isfinite(tokens).all()):
        raise ValueError("an encoding holds numbers that are not finite in float16")
    return tokens.shape[1], vector.tobytes(), tokens.tobytes()


def _encoding(vector: bytes, tokens: bytes, token_width: int) -> Encoding:
    numbers = np.frombuffer(tokens, np.float16).astype(np.float32)
    rows = len(numbers) // token_width if token_width else 0
    return Encoding(
        np.frombuffer(vector, np.float16).astype(np.float32), numbers.reshape(rows, token_width)
    )

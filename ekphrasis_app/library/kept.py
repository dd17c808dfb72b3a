"""What the user keeps: favourites, notes, history and where they were."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime

from ekphrasis_app.library.database import Database


@dataclass(frozen=True, slots=True)
class Visit:
    """A picture that was looked at: its name aloud, its path if it has one, when, and the
    ids of the poems that were found for it, best first.
    """

    name: str
    path: str
    seen: datetime
    poems: tuple[str, ...]


class Kept:
    """The user's own part of the library; poems are named by id and may be gone by now."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def favourites(self) -> list[str]:
        """The ids of the favourite poems that are in the library, newest first."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT poem FROM favourites JOIN poems ON poems.id = poem"
                " ORDER BY added DESC, favourites.rowid DESC"
            )
            return [poem for (poem,) in rows]

    def is_favourite(self, poem_id: str) -> bool:
        """Whether the poem is among the favourites."""
        with self._database.reading() as connection:
            found = connection.execute("SELECT 1 FROM favourites WHERE poem = ?", (poem_id,))
            return found.fetchone() is not None

    def set_favourite(self, poem_id: str, favourite: bool) -> None:
        """Add the poem to the favourites, or take it out."""
        with self._database.writing() as connection:
            if favourite:
                connection.execute(
                    "INSERT OR IGNORE INTO favourites VALUES (?, ?)", (poem_id, _now())
                )
            else:
                connection.execute("DELETE FROM favourites WHERE poem = ?", (poem_id,))

    def note(self, poem_id: str) -> str:
        """The user's note on a poem, or an empty text."""
        return self._text("SELECT text FROM notes WHERE poem = ?", poem_id) or ""

    def set_note(self, poem_id: str, text: str) -> None:
        """Write the note on a poem; an empty text removes it."""
        with self._database.writing() as connection:
            if text:
                connection.execute(
                    "INSERT OR REPLACE INTO notes VALUES (?, ?, ?)", (poem_id, text, _now())
                )
            else:
                connection.execute("DELETE FROM notes WHERE poem = ?", (poem_id,))

    def remember(self, visit: Visit) -> None:
        """Add a picture to the history."""
        with self._database.writing() as connection:
            connection.execute(
                "INSERT INTO history (name, path, seen, poems) VALUES (?, ?, ?, ?)",
                (visit.name, visit.path, visit.seen.isoformat(), json.dumps(visit.poems)),
            )

    def history(self, limit: int = 100) -> list[Visit]:
        """The last ``limit`` pictures, newest first."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT name, path, seen, poems FROM history ORDER BY number DESC LIMIT ?",
                (limit,),
            )
            return [
                Visit(name, path, datetime.fromisoformat(seen), tuple(json.loads(poems)))
                for name, path, seen, poems in rows
            ]

    def forget_history(self) -> None:
        """Empty the history."""
        with self._database.writing() as connection:
            connection.execute("DELETE FROM history")

    def state(self, key: str) -> str | None:
        """What was saved under ``key``, such as the place in a poem."""
        return self._text("SELECT value FROM state WHERE key = ?", key)

    def set_state(self, key: str, value: str | None) -> None:
        """Save ``value`` under ``key``; None removes it."""
        with self._database.writing() as connection:
            if value is None:
                connection.execute("DELETE FROM state WHERE key = ?", (key,))
            else:
                connection.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", (key, value))

    def _text(self, query: str, key: str) -> str | None:
        with self._database.reading() as connection:
            row = connection.execute(query, (key,)).fetchone()
        return None if row is None else str(row[0])


def _now() -> str:
    return datetime.now(UTC).isoformat()

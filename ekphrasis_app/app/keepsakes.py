"""What a person keeps of a visit: favourites, notes, poems as files, pictures seen."""

from pathlib import Path

from ekphrasis_app.app import phrases
from ekphrasis_app.app.session import Session
from ekphrasis_app.capture.file import FileSource
from ekphrasis_app.domain.errors import InputProblem
from ekphrasis_app.domain.poem import Poem
from ekphrasis_app.keeping import write_safely
from ekphrasis_app.library.exporting import as_text
from ekphrasis_app.library.kept import Visit
from ekphrasis_app.library.store import Library
from ekphrasis_app.ports import Announcer
from ekphrasis_app.wording import reason, tr


class Keepsakes:
    """Keeps things about the chosen poem, and brings kept ones back."""

    def __init__(self, session: Session, library: Library, announcer: Announcer) -> None:
        self._session = session
        self._library = library
        self._announcer = announcer

    @property
    def poem(self) -> Poem | None:
        """The poem that is kept, noted or written."""
        return self._session.state.poem

    def toggle_favourite(self) -> None:
        """Add the poem to the favourites, or take it out, and say which."""
        poem = self.poem
        assert poem is not None
        favourite = not self._library.kept.is_favourite(poem.id)
        self._library.kept.set_favourite(poem.id, favourite)
        name = phrases.poem_name(poem)
        if favourite:
            self._announcer.say(tr("{poem} is a favourite now.", poem=name), True)
        else:
            self._announcer.say(tr("{poem} is no longer a favourite.", poem=name), True)

    def drop_favourite(self, poem_id: str) -> None:
        """Take a poem out of the favourites."""
        self._library.kept.set_favourite(poem_id, False)
        self._announcer.say(tr("Taken out of the favourites."), True)

    def favourites(self) -> list[Poem]:
        """The favourite poems, newest first."""
        return [self._library.poem(poem_id) for poem_id in self._library.kept.favourites()]

    def note(self) -> str:
        """The note on the poem, or nothing."""
        return self._library.kept.note(self.poem.id) if self.poem else ""

    def set_note(self, poem: Poem, text: str) -> None:
        """Keep a note, say so, and say nothing where nothing has changed."""
        if text == self._library.kept.note(poem.id):
            return
        self._library.kept.set_note(poem.id, text)
        self._announcer.say(tr("Note kept.") if text else tr("Note removed."))

    def save_text(self, folder: Path) -> None:
        """Write the poem to a new text file in ``folder``; never over another file.

        A library can take the file in again. Raises ``InputProblem`` where it cannot be
        written.
        """
        poem = self.poem
        assert poem is not None
        path = free_path(folder, poem, ".txt")
        try:
            write_safely(path, as_text([poem]))
        except OSError as error:
            raise InputProblem(
                "The poem could not be written to {folder}: {why}.",
                "Make room there or allow writing, then try again.",
                folder=folder,
                why=reason(error),
            ) from error
        self._announcer.say(
            tr("Saved as {name} in {folder}.", name=path.name, folder=folder.name), True
        )

    def again(self, visit: Visit) -> None:
        """Open a picture seen before; one without a file comes back as its poems."""
        if visit.path:
            self._session.open(FileSource(Path(visit.path)))
        else:
            known = {poem.id: poem for poem in self._library.poems()}
            poems = [known[poem_id] for poem_id in visit.poems if poem_id in known]
            self._session.show_poems(poems)


def free_path(folder: Path, poem: Poem, suffix: str) -> Path:
    """A path in ``folder`` named after the poem, with a number if that name is taken."""
    name = "".join(c if c.isalnum() or c in " -'" else " " for c in poem.heading)
    name = " ".join(name.split())[:60].strip() or tr("poem")
    path, number = folder / f"{name}{suffix}", 1
    while path.exists():
        number += 1
        path = folder / f"{name} {number}{suffix}"
    return path

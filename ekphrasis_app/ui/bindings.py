"""What the commands do that need the window: its pages, parts, picture and files."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QStandardPaths
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter
from PySide6.QtWidgets import QApplication

from ekphrasis_app.app import phrases
from ekphrasis_app.app.actions import Actions
from ekphrasis_app.app.keepsakes import Keepsakes
from ekphrasis_app.app.services import Services
from ekphrasis_app.app.sound_files import SoundFiles
from ekphrasis_app.capture.clipboard import ClipboardSource
from ekphrasis_app.capture.file import FileSource
from ekphrasis_app.commands import COMMANDS
from ekphrasis_app.domain.reading import Reading
from ekphrasis_app.ports import ImageSource
from ekphrasis_app.ui.keys import KeyRouter
from ekphrasis_app.ui.window import Window
from ekphrasis_app.wording import tr


def bind_window(actions: Actions, services: Services, window: Window) -> None:
    """Bind pages, parts and the way back."""
    for command in COMMANDS:
        if command.id.startswith("page."):
            name = command.id.removeprefix("page.")
            actions.bind(command.id, partial(go_to_page, services, window, name))
    actions.bind("open", partial(go_to_page, services, window, "open"))
    actions.bind("paste", lambda: paste(services, window))
    actions.bind("quit", window.close)
    actions.bind("pane", partial(window.focus_part, 1))
    actions.bind("pane.previous", partial(window.focus_part, -1))
    actions.bind("poem.only", lambda: show_only_poem(services, window))
    actions.bind("poem.next", partial(step_poem, services, window, 1))
    actions.bind("poem.previous", partial(step_poem, services, window, -1))
    _bind_picture(actions, services, window)


def bind_escape(
    actions: Actions, services: Services, window: Window, sounds: SoundFiles
) -> None:
    """Bind the key that stops, gives up and goes back."""
    actions.bind("escape", lambda: escape(services, window, sounds))


def _bind_picture(actions: Actions, services: Services, window: Window) -> None:
    view = window.reading.picture

    def bind(command: str, do: Callable[[], str]) -> None:
        def run() -> None:
            if window.current is not window.reading:
                window.show_page("poems")
            services.announcer.say(do(), True)

        why_not = lambda: tr("There is no picture yet.") if view.empty else ""  # noqa: E731
        actions.bind(f"picture.{command}", run, why_not)

    bind("larger", partial(view.zoom, 1))
    bind("smaller", partial(view.zoom, -1))
    bind("left", partial(view.pan, -1, 0))
    bind("right", partial(view.pan, 1, 0))
    bind("up", partial(view.pan, 0, -1))
    bind("down", partial(view.pan, 0, 1))
    bind("contrast", view.raise_contrast)


def bind_keepsakes(
    actions: Actions, keepsakes: Keepsakes, sounds: SoundFiles, window: Window
) -> None:
    """Bind what is kept of the chosen poem."""

    def no_poem() -> str:
        return "" if keepsakes.poem else tr("There is no poem yet.")

    documents = QStandardPaths.StandardLocation.DocumentsLocation
    music = QStandardPaths.StandardLocation.MusicLocation
    actions.bind("favourite", keepsakes.toggle_favourite, no_poem)
    actions.bind("note", partial(window.show_page, "note"), no_poem)
    actions.bind("save.text", lambda: keepsakes.save_text(own_folder(documents)), no_poem)
    actions.bind("save.sound", lambda: sounds.save_poem(own_folder(music)), no_poem)
    actions.bind("save.sounds", lambda: sounds.save_all(own_folder(music)), no_poem)


def own_folder(kind: QStandardPaths.StandardLocation) -> Path:
    """The person's own folder for pictures, documents or music; home if there is none."""
    path = Path(QStandardPaths.writableLocation(kind))
    return path if path.is_dir() else Path.home()


def bind_keys(actions: Actions, router: KeyRouter) -> None:
    """Bind what is about keys themselves."""
    actions.bind("learn", router.learn)


def open_picture(services: Services, window: Window, source: ImageSource) -> None:
    """Open a picture and be where its poems will appear."""
    services.session.open(source)
    with window.reading.told_otherwise():
        window.show_page("poems")
        window.reading.parts()[0].setFocus()


def paste(services: Services, window: Window) -> None:
    """Open what was copied: a file, or the picture itself."""
    clipboard = QGuiApplication.clipboard()
    # The stubs promise one; an empty clipboard has none.
    data: QMimeData | None = clipboard.mimeData()
    files = [url.toLocalFile() for url in data.urls() if url.isLocalFile()] if data else []
    if files:
        open_picture(services, window, FileSource(Path(files[0])))
    else:
        open_picture(services, window, ClipboardSource(copied_picture(data)))


def copied_picture(data: QMimeData | None) -> bytes:
    """The copied picture as the bytes of a file, or nothing.

    They are taken as they were copied, for our own decoder. Only where the other program
    gave none does Qt make a file: one without compression, which takes no time.
    """
    if data is None:
        return b""
    for kind in ("image/png", "image/jpeg", "image/webp", "image/tiff", "image/bmp"):
        if data.hasFormat(kind):
            return bytes(data.data(kind).data())
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image = data.imageData()
    if isinstance(image, QImage):
        QImageWriter(buffer, QByteArray(b"bmp")).write(image)
    return bytes(buffer.data().data())


def escape(services: Services, window: Window, sounds: SoundFiles) -> None:
    """Stop the voice, else go back, else give up the work; nothing is lost by it."""
    speaking = services.announcer.speaking
    services.announcer.let_go()
    if services.recital.stop():
        return
    if window.current is not window.reading:
        window.go_back()
    elif services.session.give_up() or sounds.give_up() or services.models.give_up():
        return
    elif window.reading.only_poem:
        show_only_poem(services, window)
    elif not speaking:
        services.announcer.say(tr("Nothing to stop."), True)


def go_to_page(services: Services, window: Window, name: str) -> None:
    """Show a page; one that is shown already says its name, since no focus moves."""
    if window.current is window.page(name):
        services.announcer.say(tr("This is the page {name}.", name=window.current.title), True)
    window.show_page(name)


def show_only_poem(services: Services, window: Window) -> None:
    """The poem alone, or all parts again."""
    only = not window.reading.only_poem
    with window.reading.told_otherwise():
        window.show_page("poems")
        window.reading.show_only_poem(only)
        window.reading.first.setFocus()
    services.announcer.say(tr("Poem only.") if only else tr("All parts."), True)


def step_poem(services: Services, window: Window, step: int) -> None:
    """Choose the next poem or the one before; a list in focus says its row by itself."""
    rows, chosen = window.reading.matches, services.session.state.chosen + step
    focused = QApplication.focusWidget() is rows and 0 <= chosen < len(rows.rows.rows)
    if focused:
        rows.go_to(chosen)
    else:
        services.session.choose(chosen)


def silence(services: Services) -> None:
    """What a tap on Control does: the voice pauses at once."""
    services.announcer.let_go()
    if services.session.state.reading is Reading.READING:
        services.recital.toggle_pause()


def follow_session(services: Services, window: Window) -> None:
    """Have list and caret move the session, and the session move them."""
    session, recital, reading = services.session, services.recital, window.reading

    def row_changed(row: int) -> None:
        state = session.state
        if row in (-1, state.chosen) or window.reading.matches.rows.rows == []:
            return
        match = state.matches[row]
        count, detail = len(state.matches), services.settings.text("detail")
        services.announcer.echo(phrases.match_text(match, count, detail))
        session.choose(row, told=True)

    reading.matches.row_changed.connect(row_changed)
    reading.matches.run_off.connect(lambda step: session.choose(session.state.chosen + step))
    reading.poem.caret_moved.connect(recital.go_to)
    reading.poem.verse_wanted.connect(recital.move_lines)
    session.watch(window.show_state)

"""The listings of the app: each page that is one list, in a few lines."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from PySide6.QtCore import QDateTime, QLocale

from ekphrasis_app.app import phrases
from ekphrasis_app.app.actions import Actions
from ekphrasis_app.app.keepsakes import Keepsakes
from ekphrasis_app.app.services import Services
from ekphrasis_app.commands import BY_ID, COMMANDS, GROUPS
from ekphrasis_app.domain.poem import Poem
from ekphrasis_app.keymap import Keymap, spoken_key
from ekphrasis_app.ui.pages.list_page import Listing
from ekphrasis_app.ui.rows import Row
from ekphrasis_app.wording import tr

Go = Callable[[str], None]


def command_list(actions: Actions, keymap: Keymap, go: Go) -> Listing:
    """All commands, to be found by typing and run by Enter."""

    def row(command_id: str) -> Row:
        command = BY_ID[command_id]
        parts = [tr(command.spoken), spoken_key(keymap.key(command.id))]
        parts.append(actions.why_not(command.id) or tr(command.explanation))
        text = ", ".join(parts)
        return Row(text, text, command.id)

    def take(chosen: Row) -> None:
        go("poems")
        actions.run(chosen.value)

    return Listing(
        tr("Command list"),
        tr("Commands"),
        lambda: [row(command.id) for command in COMMANDS],
        take,
        find=tr("Type to find a command, then Enter"),
    )


def messages(services: Services) -> Listing:
    """All messages, the newest last and current."""
    return Listing(
        tr("Messages"),
        tr("All messages"),
        lambda: [Row(message, message) for message in services.announcer.messages],
        empty=tr("There is no message yet."),
        from_end=True,
    )


def favourites(services: Services, keepsakes: Keepsakes, go: Go) -> Listing:
    """The favourite poems; Enter opens one among the others."""

    def take(row: Row) -> None:
        poems = keepsakes.favourites()
        go("poems")
        services.session.show_poems(poems, [poem.id for poem in poems].index(row.value.id))

    return Listing(
        tr("Favourites"),
        tr("Favourite poems"),
        lambda: [poem_row(poem) for poem in keepsakes.favourites()],
        take,
        lambda row: keepsakes.drop_favourite(row.value.id),
        slow=True,
        hint=tr("Enter opens a poem, Delete takes it out."),
        empty=tr("No favourites yet. Control D keeps the chosen poem."),
    )


def history(services: Services, keepsakes: Keepsakes, go: Go) -> Listing:
    """Pictures seen before; Enter opens one again."""

    def rows() -> list[Row]:
        return [
            _visit_row(visit.name, _spoken_time(visit.seen), visit)
            for visit in services.library.kept.history()
        ]

    def take(row: Row) -> None:
        go("poems")
        keepsakes.again(row.value)

    def forget() -> None:
        services.library.kept.forget_history()
        services.announcer.say(tr("The history is empty now."), True)

    return Listing(
        tr("History"),
        tr("Pictures seen before"),
        rows,
        take,
        slow=True,
        hint=tr("Enter opens a picture again."),
        empty=tr("No pictures yet."),
        buttons=((tr("Forget the history"), forget),),
    )


def library(services: Services, go: Go) -> Listing:
    """All poems, to be found by typing; Enter opens one."""

    def take(row: Row) -> None:
        go("poems")
        services.session.show_poems([row.value])

    return Listing(
        tr("Library"),
        tr("Poems of the library"),
        lambda: [poem_row(poem) for poem in services.library.poems()],
        take,
        slow=True,
        find=tr("Type a title or a name, then arrow down"),
        empty=tr("The library is empty. Add poems to it with the command line."),
    )


def help_page(keymap: Keymap) -> Listing:
    """How to use the program, one sentence a row; the keys come from the registry."""
    return Listing(
        tr("Help"),
        tr("Help, one sentence a row"),
        lambda: [Row(text, text) for text in help_texts(keymap)],
        find=tr("Type to find in the help"),
    )


def help_texts(keymap: Keymap) -> list[str]:
    """The help as sentences."""

    def key(command: str) -> str:
        return spoken_key(keymap.key(command))

    texts = [
        tr("Ekphrasis finds poems for a picture and reads them to you."),
        tr("All of it happens on this computer. Nothing is sent anywhere."),
        tr("Open a picture with {key}; its poems are found at once.", key=key("open")),
        tr("Arrow up and down choose a poem, {key} reads it aloud.", key=key("read")),
        tr(
            "{pause} pauses, {stop} stops; a tap on Control pauses too.",
            pause=key("pause"),
            stop=key("escape"),
        ),
        tr("{key} goes round the parts of the window.", key=key("pane")),
        tr("In the poem, the arrows go from line to line.")
        + " "
        + tr("{down} goes to the next line anywhere.", down=key("line.next")),
        tr("{key} asks you for keys and says what they do.", key=key("learn")),
        tr("{key} says where you are.", key=key("where")),
        tr("{key} lists all commands.", key=key("page.commands")),
        tr("{key} changes who reads: own voice or screen reader.", key=key("reader")),
    ]
    for group in GROUPS:
        for command in COMMANDS:
            if command.group == group:
                texts.append(
                    tr(
                        "{group}: {name}, {key}. {what}",
                        group=tr(group),
                        name=tr(command.spoken),
                        key=key(command.id),
                        what=tr(command.explanation),
                    )
                )
    return texts


def poem_row(poem: Poem) -> Row:
    """Title, author and length of a poem."""
    text = ", ".join(part for part in (poem.heading, poem.author, phrases.length(poem)) if part)
    return Row(text, text, poem)


def _spoken_time(when: datetime) -> str:
    local = QDateTime.fromSecsSinceEpoch(int(when.timestamp()))
    return QLocale().toString(local, tr("d MMMM yyyy, HH:mm"))


def _visit_row(name: str, when: str, value: Any) -> Row:  # noqa: ANN401  the row's own
    text = tr("{name}, {when}", name=name, when=when)
    return Row(text, text, value)

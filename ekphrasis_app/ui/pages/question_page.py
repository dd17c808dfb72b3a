"""The first question: who shall read. It is asked aloud and on screen, once."""

from collections.abc import Callable

from ekphrasis_app.app import screen_readers
from ekphrasis_app.app.services import Services
from ekphrasis_app.ui.pages.list_page import Listing
from ekphrasis_app.ui.rows import Row
from ekphrasis_app.wording import tr

ANSWERS = (
    ("own", "This program's own voice reads everything."),
    ("screen-reader", "My screen reader reads everything, this program is silent."),
    ("both", "My screen reader reads the window, this program's voice the poems."),
)


def question(services: Services, done: Callable[[], None]) -> Listing:
    """Three answers as a list; the question itself is its name."""

    def take(row: Row) -> None:
        services.settings.set("reader", row.value)
        services.announcer.say(tr("Thank you. F12 changes it at any time."), True)
        done()

    asked = tr("Who shall read? Arrow keys and Enter choose")
    return Listing(
        tr("First question"),
        asked,
        lambda: [Row(tr(text), tr(text), value) for value, text in ANSWERS],
        take,
        question=asked,
    )


def mention_screen_reader(services: Services) -> None:
    """Say that a screen reader seems to run; what follows from it is for the person."""

    def mention(name: str) -> None:
        if name:
            services.announcer.say(tr("{name} seems to be running.", name=tr(name)))

    services.jobs.run(
        "screen reader", lambda *_: screen_readers.running(), mention, services.session.explain
    )

"""Which pages there are besides the first; each is made when it is first wanted."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QStandardPaths

from ekphrasis_app.app.actions import Actions
from ekphrasis_app.app.keepsakes import Keepsakes
from ekphrasis_app.app.services import Services
from ekphrasis_app.capture.file import FileSource
from ekphrasis_app.keymap import Keymap
from ekphrasis_app.ui.bindings import open_picture, own_folder
from ekphrasis_app.ui.keys import KeyRouter
from ekphrasis_app.ui.pages import listings
from ekphrasis_app.ui.pages.asking_page import PAGE, Asking, AskingPage
from ekphrasis_app.ui.pages.keys_page import KeysPage
from ekphrasis_app.ui.pages.list_page import Listing, ListPage
from ekphrasis_app.ui.pages.model_pages import FILE, MODELS, WAYS, ModelPages
from ekphrasis_app.ui.pages.note_page import NotePage
from ekphrasis_app.ui.pages.open_page import PICTURES, OpenPage, Sought
from ekphrasis_app.ui.pages.question_page import question
from ekphrasis_app.ui.pages.settings_page import SettingsPage
from ekphrasis_app.ui.window import Window

LAST_FOLDER = "folder"
"""The name under which the library keeps where a picture was chosen last."""
LAST_MODELS = "folder of models"
"""The same for a model."""


def add_pages(
    window: Window,
    services: Services,
    actions: Actions,
    keymap: Keymap,
    router: KeyRouter,
    keepsakes: Keepsakes,
) -> None:
    """Tell the window how to make each page."""
    announcer, explain, go = services.announcer, services.session.explain, window.show_page

    def list_page(listing: Callable[[], Listing]) -> ListPage:
        return ListPage(listing, services.jobs, announcer, explain)

    add = window.add_page
    for name, listing in {
        "commands": partial(listings.command_list, actions, keymap, go),
        "messages": partial(listings.messages, services),
        "favourites": partial(listings.favourites, services, keepsakes, go),
        "history": partial(listings.history, services, keepsakes, go),
        "library": partial(listings.library, services, go),
        "help": partial(listings.help_page, keymap),
        "question": partial(question, services, partial(go, "poems")),
    }.items():
        add(name, partial(list_page, listing))
    add("keys", lambda: KeysPage(keymap, router, services.jobs, announcer, explain))
    add("note", lambda: NotePage(keepsakes))
    asking = Asking(go)
    models = ModelPages(services.models, go, asking, explain)
    add(PAGE, lambda: AskingPage(asking, services))
    add("settings", lambda: SettingsPage(services, models))
    add(WAYS, partial(list_page, models.ways))
    add(FILE, partial(_file_page, services, models))
    add("open", partial(_open_page, window, services))


def _open_page(window: Window, services: Services) -> OpenPage:
    def chosen(path: Path) -> None:
        services.library.kept.set_state(LAST_FOLDER, str(path.parent))
        open_picture(services, window, FileSource(path))

    pictures = QStandardPaths.StandardLocation.PicturesLocation
    return _folder_page(services, PICTURES, LAST_FOLDER, pictures, chosen)


def _file_page(services: Services, models: ModelPages) -> OpenPage:
    def chosen(path: Path) -> None:
        services.library.kept.set_state(LAST_MODELS, str(path.parent))
        models.take_in(path)

    downloads = QStandardPaths.StandardLocation.DownloadLocation
    return _folder_page(services, MODELS, LAST_MODELS, downloads, chosen)


def _folder_page(
    services: Services,
    sought: Sought,
    kept_as: str,
    usual: QStandardPaths.StandardLocation,
    chosen: Callable[[Path], None],
) -> OpenPage:
    """A page that begins with the folder of last time."""
    last = Path(services.library.kept.state(kept_as) or "")
    return OpenPage(
        sought,
        services.jobs,
        last if last.is_absolute() and last.is_dir() else own_folder(usual),
        chosen,
        services.announcer.say,
        services.session.explain,
    )

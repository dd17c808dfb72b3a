"""The window, put together and run."""

import sys
import threading
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMessageBox

from ekphrasis_app.app import folders, phrases
from ekphrasis_app.app.actions import (
    Actions,
    bind_messages,
    bind_reading,
    bind_settings,
    setting_text,
)
from ekphrasis_app.app.aloud import say_aloud
from ekphrasis_app.app.keepsakes import Keepsakes
from ekphrasis_app.app.services import Services, open_services
from ekphrasis_app.app.sound_files import SoundFiles
from ekphrasis_app.capture.file import FileSource
from ekphrasis_app.domain.errors import Problem
from ekphrasis_app.keymap import Keymap
from ekphrasis_app.settings import Settings
from ekphrasis_app.ui import bindings
from ekphrasis_app.ui.keys import KeyRouter
from ekphrasis_app.ui.language import Language, choose_language
from ekphrasis_app.ui.look import Fonts, Look
from ekphrasis_app.ui.main_thread import QtMainThread
from ekphrasis_app.ui.menus import Menus
from ekphrasis_app.ui.pages.question_page import mention_screen_reader
from ekphrasis_app.ui.pages.reading_page import ReadingPage
from ekphrasis_app.ui.pages.shelf import add_pages
from ekphrasis_app.ui.screen_reader import install_roles, unheard
from ekphrasis_app.ui.self_voice import SelfVoice
from ekphrasis_app.ui.window import Window


class App:
    """The window with everything that belongs to it; alive as long as it is shown."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.keymap = Keymap(folders.user_folder() / "keys.json")
        self.actions = Actions(services.announcer, services.session.explain)
        self.reading = ReadingPage(
            services.settings, Fonts(folders.fetched_assets()), self.actions.run
        )
        self.window = Window(self.reading)
        self.router = KeyRouter(
            self.keymap,
            self.actions,
            services.announcer,
            lambda: self.window.current is self.reading,
            lambda: bindings.silence(services),
            services.announcer.acted,
        )
        self.voice = SelfVoice(
            services.announcer,
            lambda: self.reading.arriving,
            lambda: self.window.current,
        )
        for listener in (self.router, self.voice):
            listener.setParent(self.window)
        self._bind()
        self.menus = Menus(self.window.menuBar(), self.keymap, self.actions)
        self.actions.bind("menu", self.menus.open)
        self.language = Language(services.settings, folders.translations())
        self.look = Look(services.settings, folders.project_folder() / "assets" / "themes")
        self._connect()

    def show(self) -> None:
        """Show the window; keys go through the router from now on."""
        self.window.show()
        handle = self.window.windowHandle()
        assert handle is not None
        handle.installEventFilter(self.router)
        # Again, since a window that is shown for the first time takes the platform's font.
        self.look.apply()
        self.window.activateWindow()
        self.reading.first.setFocus()

    def begin(self, picture: Path | None) -> None:
        """Say what there is to say at the start, then ask, open or come back."""
        services = self.services
        for sentence in (services.settings.said, self.keymap.said):
            if sentence:
                services.announcer.say(sentence)
        if services.settings.text("reader") == "ask":
            self.window.show_page("question")
            mention_screen_reader(services)
        if picture is not None:
            services.session.open(FileSource(picture))
        else:
            services.session.restore(lambda path: FileSource(Path(path)))
        services.session.get_ready()

    def _bind(self) -> None:
        services = self.services
        bind_reading(self.actions, services.session, services.recital)
        bind_messages(self.actions, services.announcer)
        bind_settings(self.actions, services.announcer, services.settings)
        bindings.bind_window(self.actions, services, self.window)
        bindings.bind_keys(self.actions, self.router)
        keepsakes = Keepsakes(services.session, services.library, services.announcer)
        sounds = SoundFiles(
            services.session, services.jobs, services.announcer, services.settings
        )
        bindings.bind_keepsakes(self.actions, keepsakes, sounds, self.window)
        bindings.bind_escape(self.actions, services, self.window, sounds)
        add_pages(self.window, services, self.actions, self.keymap, self.router, keepsakes)

    def _connect(self) -> None:
        services, window = self.services, self.window
        bindings.follow_session(services, window)
        services.announcer.watch(window.show_message)
        services.announcer.to_screen_reader = window.notices.say
        services.settings.watch(self._setting_changed)
        self._setting_changed("reader")
        self.language.watch(self._language_changed)
        self.look.before = window.forget_hidden_pages
        self.look.watch(window.set_theme)
        self.look.watch(lambda _theme: self.menus.fit())
        self.look.apply()
        self.voice.follow(window)
        window.page_made.connect(self.voice.follow)
        window.resized.connect(self.menus.fit)
        window.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        window.customContextMenuRequested.connect(self._context_menu)

    def _setting_changed(self, key: str) -> None:
        if key == "reader":
            self.reading.poem.by_verse = self.services.announcer.own_voice
        elif key == "detail":
            self.reading.show_matches(self.services.session.state)

    def _language_changed(self) -> None:
        """Say everything anew; the focus, which stays, is told by whoever moved it."""
        services = self.services
        with unheard():
            self.window.say_anew(services.session.state)
            self.menus.say_anew()
            self.menus.fit()
        services.announcer.keep(setting_text(services.settings, "language"))

    def _context_menu(self, at: QPoint) -> None:
        menu = self.menus.context
        menu.popup(self.window.mapToGlobal(at))
        menu.setActiveAction(menu.actions()[0])


def run(picture: Path | None = None) -> int:
    """Open the window, with a picture if one is given; returns when it is closed."""
    install_roles()
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Ekphrasis")
    app.setStyle("Fusion")
    settings = Settings(folders.settings_path())
    choose_language(app, settings.text("language"), folders.translations())
    main = QtMainThread()
    try:
        services = open_services(main, settings)
    except Problem as problem:
        _explain_alone(problem, settings)
        return problem.exit_code
    whole = App(services)
    whole.show()
    whole.begin(picture)
    try:
        return app.exec()
    finally:
        services.close()
        main.close()


def _explain_alone(problem: Problem, settings: Settings) -> None:
    """Show and say why there can be no window."""
    sentence = phrases.problem_text(problem)
    threading.Thread(target=say_aloud, args=(sentence, settings), daemon=True).start()
    QMessageBox.critical(None, "Ekphrasis", sentence)

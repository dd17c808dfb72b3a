"""Another language for a while."""

from contextlib import contextmanager

from PySide6.QtCore import QLocale, Qt

from ekphrasis_app.app import folders
from ekphrasis_app.ui.language import choose_language, leave_language


@contextmanager
def spoken(app, wish, folder=None):
    """All texts in the language ``wish``, with the catalogue from ``folder``."""
    before = QLocale()
    choose_language(app, wish, folder or folders.translations())
    try:
        yield
    finally:
        leave_language(app)
        QLocale.setDefault(before)
        app.setLayoutDirection(Qt.LayoutDirection.LeftToRight)

"""From a theme to what Qt draws with: palette and style sheet."""

from PySide6.QtGui import QColor, QPalette

from ekphrasis_app.ui.rows import FRAME, PADDING, TARGET
from ekphrasis_app.ui.themes import Theme

_Role = QPalette.ColorRole


def palette(theme: Theme) -> QPalette:
    """The palette of a theme; text that is not available is as readable as all other."""
    made = QPalette()
    colours = {
        _Role.Window: theme.ground,
        _Role.WindowText: theme.text,
        _Role.Base: theme.field,
        _Role.AlternateBase: theme.field,
        _Role.Text: theme.text,
        _Role.PlaceholderText: theme.text,
        _Role.Button: theme.ground,
        _Role.ButtonText: theme.text,
        _Role.ToolTipBase: theme.field,
        _Role.ToolTipText: theme.text,
        _Role.Highlight: theme.chosen,
        _Role.HighlightedText: theme.chosen_text,
        _Role.Link: theme.text,
        _Role.LinkVisited: theme.text,
    }
    for role, colour in colours.items():
        made.setColor(role, QColor(colour))
    return made


def style_sheet(theme: Theme, scale: float) -> str:
    """Frames, sizes and states of all controls; ``scale`` is the text's, 1 to 4."""
    return _fields(theme) + _switches(theme, round(20 * min(scale, 2))) + _menus(theme)


def _fields(theme: Theme) -> str:
    """Buttons, lists and all that holds text."""
    return f"""
* {{ color: {theme.text}; background: {theme.ground}; }}
QLabel {{ background: transparent; padding: 2px; }}
QPushButton, QLineEdit, QTextEdit, QPlainTextEdit, QListView {{
  background: {theme.field}; border: {FRAME}px solid {theme.edge}; border-radius: 4px;
  padding: {PADDING}px;
  selection-background-color: {theme.chosen}; selection-color: {theme.chosen_text};
}}
QListView {{ padding: 0; }}
QPushButton, QLineEdit {{ min-height: {TARGET - 2 * PADDING - 2 * FRAME}px; }}
QPushButton {{ min-width: {TARGET}px; }}
QPushButton:focus, QLineEdit:focus, QTextEdit:focus, QPlainTextEdit:focus, QListView:focus {{
  border-color: {theme.focus}; background: {theme.field}; outline: none;
}}
QPushButton:focus, QPushButton:pressed {{
  background: {theme.chosen}; color: {theme.chosen_text};
}}
"""


def _switches(theme: Theme, box: int) -> str:
    """Check boxes and radio buttons with marks ``box`` pixels wide, and sliders."""
    return f"""
QCheckBox, QRadioButton {{
  min-height: {TARGET - 2 * FRAME}px; spacing: {PADDING}px; padding: 0 {PADDING}px;
  border: {FRAME}px solid {theme.ground}; border-radius: 4px;
}}
QCheckBox:focus, QRadioButton:focus {{ border-color: {theme.focus}; outline: none; }}
QCheckBox::indicator, QRadioButton::indicator {{
  width: {box}px; height: {box}px; border: {FRAME}px solid {theme.edge};
  background: {theme.field};
}}
QRadioButton::indicator {{ border-radius: {box // 2 + FRAME}px; }}
QCheckBox::indicator:checked, QRadioButton::indicator:checked {{
  background: {theme.chosen};
}}
QSlider {{
  min-height: {TARGET - 2 * FRAME}px; min-width: 4em;
  border: {FRAME}px solid {theme.ground}; border-radius: 4px;
}}
QSlider:focus {{ border-color: {theme.focus}; }}
QSlider::groove:horizontal {{ height: 6px; background: {theme.edge}; }}
QSlider::handle:horizontal {{
  width: 24px; margin: -12px 0; background: {theme.chosen};
  border: {FRAME}px solid {theme.field}; border-radius: 6px;
}}
"""


def _menus(theme: Theme) -> str:
    """Menus, scroll bars and headings."""
    return f"""
QMenuBar, QMenu {{ background: {theme.ground}; }}
QMenuBar::item {{
  padding: {PADDING + 4}px {PADDING + 4}px; background: transparent;
  border: {FRAME}px solid transparent;
}}
QMenuBar {{ min-height: {TARGET}px; }}
QMenu {{ border: {FRAME}px solid {theme.edge}; }}
QMenu::item {{
  padding: {PADDING + 4}px 24px; min-height: {TARGET - 2 * PADDING - 8}px;
  border: {FRAME}px solid transparent;
}}
QMenuBar::item:selected, QMenu::item:selected {{
  background: {theme.chosen}; color: {theme.chosen_text}; border-color: {theme.focus};
}}
QGroupBox {{ border: none; margin: 0; padding: 0; }}
QScrollArea {{ border: none; }}
QScrollBar:vertical {{ width: 20px; background: {theme.ground}; }}
QScrollBar::handle:vertical {{ background: {theme.edge}; min-height: {TARGET}px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; width: 0; }}
QScrollBar:horizontal {{ height: 20px; background: {theme.ground}; }}
QScrollBar::handle:horizontal {{ background: {theme.edge}; min-width: {TARGET}px; }}
#title {{ font-weight: bold; }}
"""

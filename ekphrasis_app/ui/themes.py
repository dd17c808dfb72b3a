"""Colours as data: read from assets/themes, or taken from the system and made strong."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QColor, QPalette

TEXT_RATIO = 7.0
"""Least contrast of text with what is behind it (WCAG 2.2, 1.4.6)."""
EDGE_RATIO = 3.0
"""Least contrast of edges and focus frames with both sides (WCAG 2.2, 1.4.11)."""


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of the window, as "#rrggbb".

    Text is drawn as ``text`` on ``ground`` and ``field``, as ``chosen_text`` on
    ``chosen``, ``line_text`` on ``line`` (the line that is read) and ``word_text`` on
    ``word``. ``edge`` and ``focus`` frame controls on ``ground`` and ``field``.
    """

    ground: str
    text: str
    field: str
    chosen: str
    chosen_text: str
    line: str
    line_text: str
    word: str
    word_text: str
    edge: str
    focus: str

    def text_pairs(self) -> list[tuple[str, str]]:
        """All pairs of text and background that the window draws."""
        return [
            (self.text, self.ground),
            (self.text, self.field),
            (self.chosen_text, self.chosen),
            (self.line_text, self.line),
            (self.word_text, self.word),
        ]

    def edge_pairs(self) -> list[tuple[str, str]]:
        """All pairs of a frame and what is on either side of it."""
        pairs = [(frame, side) for frame in (self.edge, self.focus) for side in self._sides()]
        return [*pairs, (self.chosen, self.field), (self.word, self.line)]

    def _sides(self) -> tuple[str, str]:
        return self.ground, self.field


def load(path: Path) -> Theme:
    """The theme in a TOML file that has one colour for each field."""
    return Theme(**tomllib.loads(path.read_text(encoding="utf-8")))


def luminance(colour: str) -> float:
    """Relative luminance, 0 for black to 1 for white (WCAG 2.2)."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


def strong(colour: str, behind: str, ratio: float) -> str:
    """``colour`` if it stands out from ``behind`` by ``ratio``, else black or white."""
    if contrast(colour, behind) >= ratio:
        return colour
    return max("#000000", "#ffffff", key=lambda extreme: contrast(extreme, behind))


def from_system(palette: QPalette, light: Theme, dark: Theme) -> Theme:
    """The system's colours where they are strong enough, ours for all the rest."""
    name = {role: palette.color(role).name(QColor.NameFormat.HexRgb) for role in _TAKEN}
    ground, field = name[QPalette.ColorRole.Window], name[QPalette.ColorRole.Base]
    ours = light if luminance(ground) > 0.18 else dark
    system = {
        "ground": ground,
        "field": field,
        "text": name[QPalette.ColorRole.WindowText],
        "chosen": name[QPalette.ColorRole.Highlight],
    }
    system["chosen_text"] = strong(
        name[QPalette.ColorRole.HighlightedText], system["chosen"], TEXT_RATIO
    )
    return _fitting(system, ours)


def _fitting(system: Mapping[str, str], ours: Theme) -> Theme:
    """``ours`` with the system's colours, taken only as far as all contrasts hold."""
    fields = {key: getattr(ours, key) for key in Theme.__slots__}
    for part in (("ground", "field", "text"), ("chosen", "chosen_text")):
        candidate = Theme(**(fields | {key: system[key] for key in part}))
        if holds(candidate):
            fields |= {key: system[key] for key in part}
    return Theme(**fields)


def holds(theme: Theme) -> bool:
    """Whether every pair of the theme has the contrast that it needs."""
    return all(contrast(*pair) >= TEXT_RATIO for pair in theme.text_pairs()) and all(
        contrast(*pair) >= EDGE_RATIO for pair in theme.edge_pairs()
    )


_TAKEN = (
    QPalette.ColorRole.Window,
    QPalette.ColorRole.Base,
    QPalette.ColorRole.WindowText,
    QPalette.ColorRole.Highlight,
    QPalette.ColorRole.HighlightedText,
)

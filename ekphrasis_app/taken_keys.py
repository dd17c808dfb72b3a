"""Keys that commands should not have: who keeps them, or what they are needed for.

Keys are written as Qt writes them, where Control on a Mac is the Command key. Commands
with Insert, Caps Lock or the Windows key are not listed: no command can have those.
Sources: the key lists in the manuals of Orca, NVDA and VoiceOver, and the default keys
of GNOME, KDE Plasma, Windows and macOS.
"""

from ekphrasis_app.commands import Where

TAKEN: dict[str, tuple[str, ...]] = {
    "Orca": ("Meta+Alt+S",),
    "NVDA": (
        "Ctrl+Alt+N",
        "Ctrl+Alt+Left",
        "Ctrl+Alt+Right",
        "Ctrl+Alt+Up",
        "Ctrl+Alt+Down",
        "Ctrl+Alt+Home",
        "Ctrl+Alt+End",
        "Ctrl+Alt+PgUp",
        "Ctrl+Alt+PgDown",
    ),
    "VoiceOver": (
        "Meta+Alt+Left",
        "Meta+Alt+Right",
        "Meta+Alt+Up",
        "Meta+Alt+Down",
        "Meta+Alt+Space",
        "Ctrl+F5",
        "Ctrl+Alt+F5",
    ),
    "the Linux desktop": (
        "Shift+F10",
        "Alt+F1",
        "Alt+F2",
        "Alt+F4",
        "Alt+F6",
        "Alt+F7",
        "Alt+F8",
        "Alt+F10",
        "Alt+Tab",
        "Alt+Shift+Tab",
        "Alt+Esc",
        "Alt+Space",
        "Ctrl+Alt+Tab",
        "Ctrl+Alt+T",
        "Ctrl+Alt+L",
        "Ctrl+Alt+Del",
        "Ctrl+Alt+Esc",
        "Ctrl+F1",
        "Ctrl+F2",
        "Ctrl+F3",
        "Ctrl+F4",
        "Ctrl+F7",
        "Ctrl+F8",
        "Ctrl+F9",
        "Ctrl+F10",
        "Ctrl+F12",
        "Ctrl+Space",
        "Ctrl+Shift+U",
        "Ctrl+.",
        "Ctrl+;",
    ),
    "Windows": (
        "Ctrl+Esc",
        "Ctrl+Shift+Esc",
        "Ctrl+Alt+Del",
        "Alt+F4",
        "Alt+Esc",
        "Alt+Space",
        "Alt+Tab",
        "Ctrl+Shift+0",
    ),
    "macOS": (
        "F11",
        "Ctrl+Space",
        "Ctrl+Tab",
        "Ctrl+H",
        "Ctrl+M",
        "Ctrl+Alt+Esc",
        "Ctrl+Alt+D",
        "Ctrl+Shift+3",
        "Ctrl+Shift+4",
        "Ctrl+Shift+5",
        "Ctrl+Shift+Q",
        "Ctrl+`",
        "Meta+Up",
        "Meta+Down",
        "Meta+Left",
        "Meta+Right",
        "Meta+F2",
        "Meta+F3",
    ),
}

# What a person could not do any more if a command had the key.
BETWEEN_CONTROLS = "moving between controls"
INSIDE_CONTROLS = "moving in lists and texts"
TYPING = "typing"

_BETWEEN = ("Tab", "Shift+Tab", "Alt")
_INSIDE = ("Up", "Down", "Left", "Right", "Home", "End", "PgUp", "PgDown")
_WRITING = ("Space", "Return", "Enter", "Backspace", "Del")


def users_of(key: str) -> tuple[str, ...]:
    """Who keeps ``key``; empty where it is free."""
    return tuple(who for who, keys in TAKEN.items() if key in keys)


def need_for(key: str, where: Where) -> str:
    """What a command that counts ``where`` would keep people from doing; empty for nothing."""
    if key in _BETWEEN:
        return BETWEEN_CONTROLS
    if key in _INSIDE and where is not Where.PICTURE:
        return INSIDE_CONTROLS
    plain = key.removeprefix("Shift+")
    writes = len(plain) == 1 or plain in _WRITING
    return TYPING if where is Where.ANYWHERE and writes else ""

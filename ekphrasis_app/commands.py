"""Everything a person can do, as data: names, explanations and the keys to begin with.

Menus, keys, key learning, the command list, the key page, the help and the tests are
made from this. What a command does is bound to its id elsewhere.
"""

from dataclasses import dataclass
from enum import Enum


class Where(Enum):
    """Where the key of a command counts."""

    ANYWHERE = "anywhere"
    READING = "reading"
    """The reading page only; elsewhere the key belongs to the control in focus."""
    PICTURE = "picture"
    """While the picture is in focus; there it comes before the other two."""


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that a person can do.

    ``key`` is its key at first, as Qt writes it ("Ctrl+Shift+R"), or empty; ``spoken`` is
    the name as it is said, where that differs from ``name``.
    """

    id: str
    name: str
    group: str
    key: str
    explanation: str
    where: Where = Where.ANYWHERE
    also: str = ""

    @property
    def spoken(self) -> str:
        """The name as it is said: without the dots that promise a question."""
        return self.name.removesuffix("…")


GROUPS = ("Picture", "Reading", "Voice", "View", "Keep", "Go to", "Help")

_reading = Where.READING
_picture = Where.PICTURE

COMMANDS: tuple[Command, ...] = (
    Command("open", "Open picture…", "Picture", "Ctrl+O", "Choose a picture from a folder."),
    Command(
        "paste",
        "Paste picture",
        "Picture",
        "Ctrl+V",
        "Take the picture, or the picture file, that was copied in another program.",
    ),
    Command("picture.larger", "Enlarge picture", "Picture", "+", "Zoom in.", _picture, "="),
    Command("picture.smaller", "Shrink picture", "Picture", "-", "Zoom out.", _picture),
    Command(
        "picture.left",
        "Pan picture left",
        "Picture",
        "Left",
        "Show what is further left.",
        _picture,
    ),
    Command(
        "picture.right",
        "Pan picture right",
        "Picture",
        "Right",
        "Show what is further right.",
        _picture,
    ),
    Command(
        "picture.up", "Pan picture up", "Picture", "Up", "Show what is higher up.", _picture
    ),
    Command(
        "picture.down",
        "Pan picture down",
        "Picture",
        "Down",
        "Show what is lower down.",
        _picture,
    ),
    Command(
        "picture.contrast",
        "Raise picture contrast",
        "Picture",
        "C",
        "Show the picture with more contrast, or as it is.",
        _picture,
    ),
    Command("quit", "Quit", "Picture", "Ctrl+Q", "Close the program. Your place is kept."),
    Command(
        "read",
        "Read poem",
        "Reading",
        "Return",
        "Read the chosen poem aloud.",
        _reading,
        "Enter",
    ),
    Command(
        "read.all",
        "Read all poems",
        "Reading",
        "Ctrl+Return",
        "Read all poems, one after another.",
    ),
    Command(
        "pause",
        "Pause or go on",
        "Reading",
        "Space",
        "Pause the voice at the word, or go on there.",
        _reading,
    ),
    Command(
        "escape",
        "Stop or go back",
        "Reading",
        "Esc",
        "Stop the voice, give up the search, or go back to the poems. Nothing is lost.",
    ),
    Command("line.next", "Next line", "Reading", "Ctrl+Down", "Go to the next line."),
    Command("line.previous", "Previous line", "Reading", "Ctrl+Up", "Go to the line before."),
    Command(
        "stanza.next", "Next stanza", "Reading", "Ctrl+Shift+Down", "Go to the next stanza."
    ),
    Command(
        "stanza.previous",
        "Previous stanza",
        "Reading",
        "Ctrl+Shift+Up",
        "Go to the stanza before.",
    ),
    Command("poem.next", "Next poem", "Reading", "Ctrl+PgDown", "Choose the next poem."),
    Command(
        "poem.previous", "Previous poem", "Reading", "Ctrl+PgUp", "Choose the poem before."
    ),
    Command(
        "start", "From the start", "Reading", "Ctrl+Home", "Read the poem from its first line."
    ),
    Command("repeat", "Repeat line", "Reading", "Ctrl+R", "Read the line once more."),
    Command(
        "repeat.slower",
        "Repeat line slower",
        "Reading",
        "Ctrl+Shift+R",
        "Read the line once more, slowly.",
    ),
    Command("spell", "Spell word", "Reading", "Ctrl+E", "Spell the word where you are."),
    Command(
        "where",
        "Where am I",
        "Reading",
        "F2",
        "Say picture, poem, line, and whether it is being read.",
    ),
    Command("again", "Say again", "Reading", "Shift+F2", "Say the last message again."),
    Command("slower", "Slower", "Voice", "F3", "Make the voice slower."),
    Command("faster", "Faster", "Voice", "F4", "Make the voice faster."),
    Command("lower", "Lower voice", "Voice", "Shift+F3", "Make the voice lower."),
    Command("higher", "Higher voice", "Voice", "Shift+F4", "Make the voice higher."),
    Command("quieter", "Quieter", "Voice", "F7", "Make the voice quieter."),
    Command("louder", "Louder", "Voice", "F8", "Make the voice louder."),
    Command(
        "reader",
        "Change who reads",
        "Voice",
        "F12",
        "Switch between own voice, screen reader, and each its part.",
    ),
    Command("pane", "Next part", "View", "F6", "Go to the next part of the window."),
    Command("pane.previous", "Part before", "View", "Shift+F6", "Go to the part before."),
    Command("poem.only", "Poem only", "View", "F9", "Show the poem alone, or all parts again."),
    Command(
        "text.larger", "Larger text", "View", "Ctrl++", "Make all text larger.", also="Ctrl+="
    ),
    Command("text.smaller", "Smaller text", "View", "Ctrl+-", "Make all text smaller."),
    Command("text.normal", "Normal text", "View", "Ctrl+0", "Give all text its usual size."),
    Command("theme", "Next colours", "View", "Ctrl+T", "Change the colours of the window."),
    Command(
        "favourite",
        "Favourite",
        "Keep",
        "Ctrl+D",
        "Keep this poem as a favourite, or let it go.",
    ),
    Command("note", "Write note", "Keep", "Ctrl+N", "Write a note on this poem."),
    Command(
        "save.text",
        "Save poem as text",
        "Keep",
        "Ctrl+S",
        "Write the poem to a text file in your Documents folder.",
    ),
    Command(
        "save.sound",
        "Save poem as sound",
        "Keep",
        "Ctrl+Shift+S",
        "Write the poem, read aloud, to a file in your Music folder.",
    ),
    Command(
        "save.sounds",
        "Save all as sound",
        "Keep",
        "Ctrl+Shift+A",
        "Write all poems, read aloud, to one file in your Music folder.",
    ),
    Command("page.poems", "Poems", "Go to", "Ctrl+1", "Go to the picture and its poems."),
    Command("page.favourites", "Favourites", "Go to", "Ctrl+Shift+D", "Your favourite poems."),
    Command("page.history", "History", "Go to", "Ctrl+Shift+H", "Pictures you opened before."),
    Command("page.library", "Library", "Go to", "Ctrl+B", "All poems on this computer."),
    Command("page.messages", "Messages", "Go to", "Ctrl+L", "All messages, the newest last."),
    Command(
        "page.settings", "Settings", "Go to", "Ctrl+,", "Voice, reading, sounds and colours."
    ),
    Command(
        "page.commands",
        "Command list",
        "Go to",
        "Ctrl+K",
        "Type to find a command, then run it.",
    ),
    Command("menu", "Menu", "Help", "F10", "Open the menu, with all commands in it."),
    Command(
        "learn",
        "Learn keys",
        "Help",
        "F1",
        "Press any key to hear what it does. Escape ends it.",
    ),
    Command("page.help", "Help", "Help", "Shift+F1", "How to use this program."),
    Command(
        "page.keys", "Change keys", "Help", "Ctrl+Shift+K", "All keys; choose one to change it."
    ),
)

BY_ID = {command.id: command for command in COMMANDS}

"""The visit that is recorded with Orca, step by step, in the person's own terms."""

from typing import NamedTuple


class Step(NamedTuple):
    """What the person does, with which keys, and a part of what is heard then.

    ``keys`` are those of xdotool, or "type:" and a text; "{picture}" is the picture's path.
    """

    does: str
    keys: str
    expect: str


FIRST = Step("Start the program for the first time", "", "own voice reads everything")

LOOKING_ROUND = (
    Step("Learn what keys do", "F1", "Key learning"),
    Step("Try Control O", "ctrl+o", "Control O: Open picture"),
    Step("End key learning", "Escape", "Key learning has ended"),
    Step("Open the help", "shift+F1", "Type to find in the help"),
    Step("Go to the text of the help", "Down", "Ekphrasis finds poems"),
    Step("Read on", "Down", "All of it happens on this computer"),
    Step("Go back", "Escape", "Open picture"),
    Step("Open the settings", "ctrl+comma", "Sections of the settings"),
    Step("Go to the section Reading", "Down", "Reading"),
    Step("Go to its first setting", "Tab", "Pause after each line"),
)

FINDING_POEMS = (
    Step("Go back", "Escape", "Open picture"),
    Step("Open a picture", "ctrl+o", "Pictures and folders"),
    Step("Go to the field for a path", "Tab", "type the path of a picture"),
    Step("Type it", "type:{picture}", ""),
    Step("Open it", "Return", "The first is"),
    Step("Next poem", "Down", "Poem 2 of"),
    Step("Next poem", "Down", "Poem 3 of"),
    Step("Keep it as a favourite", "ctrl+d", "is a favourite now"),
    Step("Look at the favourites", "ctrl+shift+d", "Favourite poems"),
    Step("Go back", "Escape", "Poem 3 of"),
    Step("Open the library", "ctrl+b", "Type a title or a name"),
    Step("Type a title", "type:windhover", "1 found"),
    Step("Go back", "Escape", "Poem 3 of"),
    Step("Go to the text of the poem", "F6", "Poem text"),
    Step("Next line", "Down", ""),
    Step("Next line", "Down", ""),
    Step("Where am I?", "F2", "not reading"),
    Step("Go to the end of the poem", "ctrl+End", ""),
)

HEARING_IT_AGAIN = Step("Hear that again", "shift+F2", "This is the last line")

STORY = (
    FIRST,
    Step("Go to the second answer", "Down", "My screen reader reads everything"),
    Step("Take it", "Return", "Open picture"),
    *LOOKING_ROUND,
    Step("Turn it on", "space", "checked"),
    Step("Turn it off again", "space", "not checked"),
    *FINDING_POEMS,
    Step("Line before", "Up", ""),
    Step("Last line", "Down", ""),
    Step("Try to go on", "Down", "This is the last line"),
    HEARING_IT_AGAIN,
)

OWN_VOICE = (
    FIRST,
    Step("Take the first answer", "Return", "Thank you"),
    *LOOKING_ROUND,
    Step("Turn it on", "space", "on"),
    Step("Turn it off again", "space", "off"),
    *FINDING_POEMS,
    Step("Line before", "ctrl+Up", ""),
    Step("Last line", "ctrl+Down", ""),
    Step("Try to go on", "ctrl+Down", "This is the last line"),
    HEARING_IT_AGAIN,
)
"""The same visit with the program's own voice, for somebody without a screen reader."""

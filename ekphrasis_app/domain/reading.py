"""The words about reading aloud that the voice, the session and the window share."""

from enum import Enum


class Reading(Enum):
    """Whether a poem is being read just now."""

    SILENT = "silent"
    READING = "reading"
    PAUSED = "paused"


class Extent(Enum):
    """How far to read from a place."""

    LINE = "line"
    STANZA = "stanza"
    POEM = "poem"


class Role(Enum):
    """Who is speaking: each role may have a voice of its own."""

    INTERFACE = "interface"
    POEM = "poem"
    TITLE = "title"

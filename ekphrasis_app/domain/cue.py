"""Short sounds with a meaning."""

from enum import Enum


class Cue(Enum):
    """What a cue tells."""

    WORKING = "working"
    FOUND = "found"
    NOTHING_FOUND = "nothing found"
    END_OF_LINE = "end of line"
    END_OF_STANZA = "end of stanza"
    END_OF_POEM = "end of poem"
    ERROR = "error"
    CAPTURE = "capture"

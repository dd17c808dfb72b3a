"""Verse of our own, and small makers of the values that tests need."""

from ekphrasis_app.domain.match import Match, Reasons, Strength
from ekphrasis_app.domain.picture import Origin, Picture
from ekphrasis_app.domain.poem import Poem, stanzas_of

HARBOUR = Poem(
    "harbour",
    "The Harbour Light",
    "Ann Writer",
    stanzas_of("The lamp goes round,\nthe lamp goes round,\n\nand no one counts\nthe turns."),
)
SNOW = Poem("snow", "", "Ben Maker", stanzas_of("Snow on the wall,\nsnow on the hill;"))
POEMS = {poem.id: poem for poem in (HARBOUR, SNOW)}


def picture(name: str = "lighthouse.png", path: str = "/pictures/lighthouse.png") -> Picture:
    """A grey picture of two by one pixels."""
    return Picture(bytes(6), 2, 1, Origin.FILE, name=name, path=path)


def match(poem: Poem = HARBOUR, rank: int = 1, strength: Strength = Strength.STRONG) -> Match:
    """A match with two words and one line as its reasons."""
    return Match(rank, poem, 0.5, None, strength, Reasons(("sea", "lamp"), (1,)))

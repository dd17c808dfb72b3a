"""Sheets to grade: pictures called 1, 2 …, each with poems found and poems drawn."""

from ekphrasis_app.domain.poem import Poem, stanzas_of
from ekphrasis_app.training.judging.key import Entry, Key, Shown


def poem(name, text="The kettle sings,\nand boils.\n\nThen tea."):
    return Poem(str(name), f"Poem {name}", "Ada Nobody", stanzas_of(text), "en-GB")


def entry(name, rank=None, score=None):
    lines = ("The kettle sings,", "and boils.", "", "Then tea.")
    return Entry(str(name), f"Poem {name}", "Ada Nobody", "en-GB", lines, 0, rank, score)


def sheet(pictures=2, top=2, controls=2):
    """The controls stand first, and the poems found come worst first."""
    poems = [entry(f"random {n}") for n in range(controls)]
    poems += [entry(f"found {n}", n, 1 / n) for n in range(top, 0, -1)]
    shown = [
        Shown(f"{n}.png", f"pictures/{n:02}.jpg", f"Picture {n}", "Bo", "1901", tuple(poems))
        for n in range(1, pictures + 1)
    ]
    return Key("starter 9", 50, 0, tuple(shown))

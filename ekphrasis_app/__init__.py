"""Ekphrasis: human-written poems for pictures, chosen offline and read aloud."""

__version__ = "0.1.0"

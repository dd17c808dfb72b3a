"""Data sets, losses, loops and evaluation; used by the command line alone."""

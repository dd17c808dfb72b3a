"""Tests, read as descriptions of what the program does; fakes are in ``tests.fakes``."""

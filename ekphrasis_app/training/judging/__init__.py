"""Judging by eye, blind: the poems that were found for pictures, mixed with random ones."""

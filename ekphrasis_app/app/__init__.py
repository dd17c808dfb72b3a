"""Use cases and composition: what the window and the command line share."""

"""The command line; it prints and never decides."""

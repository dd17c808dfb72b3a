"""The one open output stream, and cues."""

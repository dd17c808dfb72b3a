"""One module for each way to make speech."""

"""Training of the starter bundle, from fetched weights and a folder of pairs."""

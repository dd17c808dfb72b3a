"""From a picture to ranked poems: index, retriever and reasons."""

"""Reading aloud: from a place in a poem to utterances and voices."""

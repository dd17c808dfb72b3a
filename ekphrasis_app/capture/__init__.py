"""Ways in for a picture, and the one door for untrusted bytes."""

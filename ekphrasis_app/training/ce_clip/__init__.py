"""Trains CE-CLIP and fine-tunes CLIP by recipes; the loop runs on Hugging Face's accelerate."""

"""Bundles: encoders, cross-encoders and what they are made of."""

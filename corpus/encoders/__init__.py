"""Sentence encoders and cross-encoders: how they are run, and how they are trained."""

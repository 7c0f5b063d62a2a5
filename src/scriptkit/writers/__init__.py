"""Subtitle file formats to write, one module each."""

"""Subtitle file formats to read, one module each."""

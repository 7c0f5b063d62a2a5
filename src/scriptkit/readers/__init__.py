"""Script file formats, one module each."""

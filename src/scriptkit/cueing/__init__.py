"""Timed words to cues: where captions begin, end and break."""

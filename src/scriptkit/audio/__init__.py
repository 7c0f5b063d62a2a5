"""From timed words to a programme: sentences rendered once, placed to the sample, measured and written."""

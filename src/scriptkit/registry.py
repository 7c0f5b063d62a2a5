"""Names and suffixes to readers, writers and engines."""

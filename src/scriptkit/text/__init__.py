"""Words and sentences: splitting, spoken form, phrase boundaries."""

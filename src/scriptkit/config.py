"""TOML files to frozen profiles and settings."""

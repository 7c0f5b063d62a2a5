"""Engines that put a recording's times on words."""

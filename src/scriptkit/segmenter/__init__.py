"""Roles, speakers and stories: what each part of a script is."""

"""Folders of scripts: jobs, manifest, executors."""

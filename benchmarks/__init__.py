"""Whole commands, timed against a named peer in the same run: ``make bench``."""

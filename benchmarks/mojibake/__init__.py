"""Garbled text: texts that were harvested, damaged on purpose, mended, and scored."""

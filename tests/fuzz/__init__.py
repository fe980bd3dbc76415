"""Fuzzing: what any bytes must hold to, and atheris to look for bytes that do not."""

"""The rules of this room, one module each, documented by its docstring."""

"""Whether anything is lost when a write goes wrong, at any call, or others write beside us."""

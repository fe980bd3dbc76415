"""Many repositories at once: each is looked at by itself, wherever there is a process for it."""

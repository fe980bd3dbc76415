"""How often conflicts are put right: stacks made by real git operations, and real cases."""

"""How well the rules for status documents do on real ones, and how fast they are."""

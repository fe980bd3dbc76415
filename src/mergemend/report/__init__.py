"""How findings are told: one module a format."""

"""What words and figures in a document mean: one module a type of value."""

"""The ladder of resolvers: what a region's own text says of how it should be resolved."""

"""How long whole commands take, as ratios to peers that run in turn with them."""

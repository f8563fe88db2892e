"""Public question sets and texts, read for teaching and for measuring; not part of the product."""

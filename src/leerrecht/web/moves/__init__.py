"""Pages about moves: is it ready, announce one, change one, a point of it, many at once."""

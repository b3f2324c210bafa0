"""Finding children by name."""

"""Toestemming: asked, decided, taken back; and what teams are told."""

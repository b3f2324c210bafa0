"""Inzicht: counts over many children for those who steer, never a child."""

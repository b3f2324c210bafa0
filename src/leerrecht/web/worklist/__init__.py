"""Vandaag: the work list."""

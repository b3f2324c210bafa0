"""Noodinzage: break glass, and its review."""

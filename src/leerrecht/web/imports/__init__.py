"""Bringing in a list: hand it in, look at what it would do, let it happen, find it again; and taking a list out."""

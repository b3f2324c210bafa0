"""Nieuw bij ons: search, ask, take up; what others ask; records closed to searching."""

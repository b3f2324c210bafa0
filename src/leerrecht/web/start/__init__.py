"""The way in: the start page, signing in and out, choosing a team."""

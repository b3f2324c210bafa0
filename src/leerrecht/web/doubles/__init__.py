"""Dezelfde jongere? The queue of records that look alike, and judging a pair."""

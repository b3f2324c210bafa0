"""Handing over tasks when somebody stops."""

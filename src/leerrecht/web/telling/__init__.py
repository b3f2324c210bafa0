"""Meldingen: what somebody is told by e-mail and in their calendar."""

"""Afwegen, the policy lab: which policy, on what evidence? Public studies only; nothing about a child is read here."""

"""The record: children, and the dated facts about them, of which none is ever overwritten."""

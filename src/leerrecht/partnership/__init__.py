"""Working together: organisations, what they agreed on who does what, and who may decide. Nothing about a child stands here."""

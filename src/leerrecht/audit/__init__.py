"""Two logs: what was done (by whom), and which child's record was processed (without by whom)."""

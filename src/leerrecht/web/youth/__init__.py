"""The young person's own door: their card, and what they see and say with it. And the page on which a mentor hands it out."""

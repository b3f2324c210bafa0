"""Jongere: the page of one child, why it says what it says, and the forms that add to the record."""

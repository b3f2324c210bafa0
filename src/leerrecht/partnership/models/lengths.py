"""How long texts of a partnership may be, in characters."""

NAME, TEXT, LONG = 200, 300, 4000

"""The pages of a transfer: where it stands, the file, and the steps of each party."""

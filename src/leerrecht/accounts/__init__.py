"""Sign-in: who is at the keyboard. What somebody may see is decided elsewhere (access)."""

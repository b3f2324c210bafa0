"""Who saw what: for the privacy officer, for everybody about themselves, and for who acts for a child."""

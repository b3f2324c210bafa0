"""What people are told outside the pages, by e-mail and in a calendar; and when scheduled work last ran."""

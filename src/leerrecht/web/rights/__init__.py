"""Rights: the whole record to take along, requests, and what is kept and erased."""

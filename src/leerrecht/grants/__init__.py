"""What opens a record beside a task: consent, break glass; what a cell may require: agreements; the young person's own card."""

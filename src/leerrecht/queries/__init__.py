"""Reading: one module per screenful, rows in dataclasses. Every query about a child takes a Scope; there is no other way."""

"""Writing: one module per use case. Each operation says who acts and when, is one transaction, and leaves one audit row."""

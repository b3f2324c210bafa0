"""Every claim about speed, measured beside its peer in one run: `python -m bench` writes docs/reference/performance.md.

Not part of the package, and no test of correctness: but an engine whose answers differ isn't compared at all.
"""

"""What the young person may ask of us: correction, objection, erasure; and how long we keep what we know."""

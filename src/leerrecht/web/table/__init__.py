"""The access table for people: who may see what of a young person, on which ground; to read, take along and sign."""

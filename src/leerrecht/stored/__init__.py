"""What everything that is stored shares: a random public id, and the question "is it among these?".

No facts and no people here; the Django apps build on it.
"""

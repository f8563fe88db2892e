"""When: the dates that a text speaks of, and those that its page gives.

In: sentences, and the date of writing. Out: ISO 8601 or EDTF, and what contradicts what. Knows nothing but text and records.
"""

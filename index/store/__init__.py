"""The library: one SQLite file, and beside it the arrays that searching reads.

In: documents, passages, sentences and their vectors. Out: the same by number, and what to search them by. Knows no file
format and no question.
"""

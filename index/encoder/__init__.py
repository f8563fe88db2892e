"""Texts to vectors of unit length.

In: the texts of passages or questions. Out: `(n, dimension)` float32. Knows no document and no library.
"""

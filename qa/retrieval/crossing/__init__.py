"""A word's renderings in other languages and scripts, among the words that the library holds.

In: a word of the question. Out: renderings, each with how it was found and what it is worth. Knows no passage.
"""

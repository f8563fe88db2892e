"""What lets words of one language meet those of another without a model: dictionaries, readings, names by sound.

In: words. Out: renderings, readings, pairs. Knows no passage and no library.
"""

"""Characters, words, numbers and sentences in any language.

In: a string. Out: its script, language, tokens, numbers, sentences. Knows no document, model or library.
"""

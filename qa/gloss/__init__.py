"""The words of a quotation in a reader's language, from the bridge's dictionaries: help to read it, and no translation.

In: a quotation, its language, the language that is wanted. Out: words with their meanings, each with what it is from.
Knows no model and changes no quotation.
"""

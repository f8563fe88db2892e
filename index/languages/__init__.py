"""What belongs to one language: a folder each, and one registry.

In: nothing but offsets and records. Out: `Language`, the words, patterns and rules of one language, part by part; what a
language lacks degrades as `docs/how-to/add-a-language.md` says. Knows nothing of documents: `text`, `structure`, `speech`
and `when` ask the registry.
"""

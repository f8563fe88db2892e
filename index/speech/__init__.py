"""Who is speaking: what is quoted or reported in a document, by whom, and as whose words.

In: the sentences of a section, and the names in it. Out: `Attribution`s, in chains where one reports another. Knows no kind of
section and no library.
"""

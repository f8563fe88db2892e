"""What is asked, from its words and its vector.

In: the words of a question, and the conversation so far. Out: its intent, the kind of answer that is wanted, what a
follow-up means. Knows no library, and no
model but that of kinds.
"""

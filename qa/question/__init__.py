"""What is asked, from its words alone.

In: the words of a question, and the conversation so far. Out: its intent, the kind of answer that is wanted, what a
follow-up means. Knows no library and no model.
"""

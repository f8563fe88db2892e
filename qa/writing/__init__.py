"""What a language model makes of an answer, each sentence checked against the evidence.

In: an answer and the address of a model. Out: sentences, each marked as borne out or not. Searches for nothing.
"""

"""The passages that a question is about.

In: a question's text and vector, and filters. Out: hits, best first, each with its score and ranks, and why it was found.
Knows no reader and no answer.
"""

"""How likely each sentence answers, and what it covers of the question.

In: a question and its hits. Out: sentences, each with its odds and its span. Chooses nothing and writes nothing.
"""

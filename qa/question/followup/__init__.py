"""How a question leans on the one before it: words that point back, questions left unfinished, and what they stand for.

    question ──names, pointers, fragments──► what it leans on ──topics, rewriting──► a question that stands alone

Rules, not a language model: each language has a file of its own. `qa.question.followup.conversation` puts them in order.
"""

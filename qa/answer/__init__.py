"""Which sentences make the answer, and in what order.

In: a question and its evidence. Out: statements, citations, views, disagreement. Opens no library of its own and shows nothing.
"""

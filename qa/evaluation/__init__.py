"""Answers measured by a fixed set of questions.

In: a question file and an engine. Out: a report, its comparison with another, floors, JUnit XML, a page. Changes no answer.
"""

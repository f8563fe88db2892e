"""What people see and type.

In: answers and what a person asks for. Out: text in a terminal, or a page. Decides nothing about an answer.
"""

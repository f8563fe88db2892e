"""What nothing may break, tried until the time is over, and counted. `python -m benchmarks.trust` runs it (`__main__.py`).

A part is a module here with `measure(budget_s: float) -> dict[str, object]`. It tries for about so many seconds and gives what it
saw: names with numbers, words or more of the same. Under `failures` stands a line for each promise that did not hold; without any
the list is empty. What is no part (parts may share a module) has no `measure`.
"""

"""When: the dates that a text speaks of, and those that its page gives."""

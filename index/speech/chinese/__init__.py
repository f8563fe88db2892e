"""Who says what in Chinese: reporting verbs and their subjects."""

"""What is promised of a library that holds people's documents, attacked and counted."""

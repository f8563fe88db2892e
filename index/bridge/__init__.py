"""What lets words of one language meet those of another without a model: dictionaries, readings, names by sound."""

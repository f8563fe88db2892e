"""Web pages: what is the article, and its text with the place of every character in the file."""

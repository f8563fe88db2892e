"""Word files: the paragraphs of a .docx and their styles."""

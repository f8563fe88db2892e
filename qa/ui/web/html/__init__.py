"""An answer and its parts as HTML."""

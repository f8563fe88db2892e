"""Markdown, CommonMark with what GitHub adds: its text without its signs, each character with its place in the file."""

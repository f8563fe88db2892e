"""The command line: its commands, and answers as text."""

"""What of a document's lines is its text, and how it is divided.

In: `Extracted`, as a format gives it. Out: lines kept or dropped with a reason, and an `Outline` of titles, sections and
notes. Knows no file format, no speaker and no passage.
"""

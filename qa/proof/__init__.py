"""Whether every quotation stands where its citation says.

In: an answer, or a saved one. Out: certificates, or what became of each quotation. Opens the library, never a model.
"""

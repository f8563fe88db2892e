"""From files to a library that can be searched: read, clean, outline, cut, embed, write.

Nothing is imported here, so that `import index` costs nothing; `index.build` runs the stages, `index.store.library` opens what
they made.
"""

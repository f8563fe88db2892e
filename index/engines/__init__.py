"""Engines for vectors: each holds a copy of what the library has, and finds what is near; what is found is scored from the library.

A package adds one by an entry point of the group `yinzheng.vector_engines` (`index.store.load`); `milvus` is that of this package.
"""

"""Questions about the library itself: which they are, which documents they mean, and what is known of those."""

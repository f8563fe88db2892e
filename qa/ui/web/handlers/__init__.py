"""What the page answers with at each of its addresses."""

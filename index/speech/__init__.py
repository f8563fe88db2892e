"""Who is speaking: what is quoted or reported in a document, by whom, and as whose words."""

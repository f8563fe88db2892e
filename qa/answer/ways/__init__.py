"""The ways of answering, one for each kind of answer that a question asks for: evidence → the sentences that answer."""

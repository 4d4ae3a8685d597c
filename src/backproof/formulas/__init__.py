"""Reading formulas: characters to tokens to a tree that keeps every ambiguity for later."""

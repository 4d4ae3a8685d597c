"""From what is written to what is said: names bound by context, formulas with one meaning, statements."""

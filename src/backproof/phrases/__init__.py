"""From sentences to statements: what lectures say in words, where it can be read with one meaning."""

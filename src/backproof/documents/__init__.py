"""Teaching materials as data: files in, blocks of text, formulas and code with exact places out."""

"""Judging teaching materials: files in, findings as plain data out."""

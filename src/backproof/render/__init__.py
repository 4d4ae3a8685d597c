"""Rendering: what findings look like. Nothing in here judges anything."""

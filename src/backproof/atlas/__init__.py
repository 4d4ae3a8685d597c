"""The atlas: what frameworks compute as activations and derivatives, and what they draw as initial weights."""

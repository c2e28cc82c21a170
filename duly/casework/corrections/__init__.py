"""Putting right what was recorded: a new fact with a reason; the original stays one click away."""

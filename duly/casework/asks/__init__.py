"""Asking somebody who may decide, and their answers: closings, transfers and clearances alike."""

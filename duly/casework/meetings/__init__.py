"""Intake, reassessment and any other contact with a form of its own in the program file."""

"""The questions of a program file as a form: intake, reassessment, check-in, closing."""

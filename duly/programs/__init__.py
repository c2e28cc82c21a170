"""What is required: one folder a program, one file an edition, with its stories."""

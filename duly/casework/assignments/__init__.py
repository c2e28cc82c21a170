"""New cases, who takes them in and who answers for them."""

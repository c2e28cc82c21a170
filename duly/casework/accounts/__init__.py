"""Sign-in, and who works here: invitations, roles, the account page."""

"""How the caseload looks to people: views with a name, and the columns each wants to see."""

"""Groups, eligibility and assessment: what is settled about a person before a plan, kept once and carried along."""

"""Long tries against what must hold (`make campaigns`), outside the gate; docs/trust.md keeps their last figures."""

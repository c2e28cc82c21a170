"""Handing a case to another organization: asked, released, accepted; what was recorded stays where it is."""

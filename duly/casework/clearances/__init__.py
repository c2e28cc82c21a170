"""Serving somebody within the plan another organization keeps: asked, granted until a day, recorded there."""

"""Handing many cases over at once, and putting them back."""

"""What an oversight team looks at beside the figures."""

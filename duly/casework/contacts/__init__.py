"""Logging a contact or a try: the act people do all day."""

"""What each program requires, in words: the file explained, beside the stories that show it."""

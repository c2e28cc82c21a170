"""In and out: the exchange files, checked as a whole before anything is written, and the same files out again."""

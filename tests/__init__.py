"""The tests of Duly: stories, engine, casework by folder, pages in a browser, trust, speed, the house."""

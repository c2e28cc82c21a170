"""What a program pays for: claims of each case, with their evidence."""

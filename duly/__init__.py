"""Duly: case management where what is due gets done, and every figure can be traced to what was recorded."""

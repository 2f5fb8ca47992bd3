"""The pictures of the sample project, drawn from shapes; `draw_sample.py` writes them."""

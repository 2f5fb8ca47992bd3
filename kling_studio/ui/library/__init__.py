"""The shared library in the window: its members in a grid, and their way into the cast and back."""

"""Kling Studio: storyboards for video models, from the first shot to the finished take."""

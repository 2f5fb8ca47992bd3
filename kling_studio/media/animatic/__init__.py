"""The built-in renderer: a scene as an MP4 of its pictures and words, drawn on this machine."""

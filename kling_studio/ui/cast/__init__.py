"""The cast: who and what has an identity, with pictures, clips and voices."""

from kling_studio.ui.cast.panel import CastPanel

__all__ = ["CastPanel"]

"""The voice of a member: its sample, heard and recorded here, and what providers made of it."""

from kling_studio.ui.voice.section import VoiceSection

__all__ = ["VoiceSection"]

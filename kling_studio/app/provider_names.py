"""The providers as a reader knows them."""

from collections.abc import Mapping

PROVIDERS: Mapping[str, str] = {"animatic": "This machine", "fal": "fal.ai", "wavespeed": "WaveSpeed"}

"""The languages that models are said to speak, by their codes, and their names in English."""

from collections.abc import Mapping
from types import MappingProxyType

LANGUAGES: Mapping[str, str] = MappingProxyType(
    {"en": "English", "zh": "Chinese", "ja": "Japanese", "ko": "Korean", "es": "Spanish"}
)


def language_name(code: str) -> str:
    """The name of a language, "Spanish" for ``es``; the code itself where it is none of ours."""
    return LANGUAGES.get(code, code)

"""The languages that models are said to speak, by their codes, and their names in English."""

from collections.abc import Mapping
from types import MappingProxyType

LANGUAGES: Mapping[str, str] = MappingProxyType(
    {"en": "English", "zh": "Chinese", "ja": "Japanese", "ko": "Korean", "es": "Spanish"}
)


_OTHERS: Mapping[str, str] = MappingProxyType(
    {
        "ar": "Arabic", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "fr": "French", "he": "Hebrew",
        "hi": "Hindi", "id": "Indonesian", "it": "Italian", "nl": "Dutch", "no": "Norwegian", "pl": "Polish",
        "pt": "Portuguese", "ru": "Russian", "sv": "Swedish", "th": "Thai", "tr": "Turkish", "uk": "Ukrainian",
        "vi": "Vietnamese",
    }
)  # fmt: skip


def base_code(code: str) -> str:
    """The code of a language without its country: ``pt`` for ``pt-BR``."""
    return code.replace("_", "-").split("-")[0].lower()


def language_name(code: str) -> str:
    """The name of a language, "Spanish" for ``es`` and ``es-MX``; the code itself where nobody here knows it."""
    base = base_code(code)
    return LANGUAGES.get(base) or _OTHERS.get(base, code)

"""How long lines take to be said, about, and how the lines of a shot share its time."""

import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

WORDS_PER_S = 2.5
SIGNS_PER_S = 5.0
# Where words are longer, fewer are said: English is 1 (after the reading rates of the IReST texts, Trauzettel-Klosinski
# and Dietz 2012).
_WORDS_OF: Mapping[str, float] = MappingProxyType(
    {
        "ar": 0.6, "de": 0.8, "es": 0.95, "fi": 0.7, "fr": 0.85, "he": 0.8, "it": 0.8, "nl": 0.9, "pl": 0.75,
        "pt": 0.8, "ru": 0.8, "sv": 0.85, "tr": 0.75,
    }
)  # fmt: skip
_SIGNS_OF: Mapping[str, float] = MappingProxyType({"ja": 1.3, "zh": 0.9})
# Chinese, Japanese and Korean are counted by sign: they have no spaces, or spaces that tell nothing.
_SIGN = r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]"
_WORD = re.compile(r"\w+(?:['’-]\w+)*")


def speaking_s(texts: Iterable[str], language: str = "en") -> float:
    """The seconds that it takes to say all these texts at an even pace, by the language's code ("es", "pt-BR")."""
    code = re.split("[-_]", language.lower())[0]
    signs = words = 0
    for text in texts:
        spaced, found = (text, 0) if text.isascii() else re.subn(_SIGN, " ", text)
        signs += found
        words += len(_WORD.findall(spaced))
    words_per_s, signs_per_s = WORDS_PER_S * _WORDS_OF.get(code, 1), SIGNS_PER_S * _SIGNS_OF.get(code, 1)
    return words / words_per_s + signs / signs_per_s


def shares(texts: Sequence[str]) -> tuple[float, ...]:
    """The part of a shot's time that each of its lines takes, in proportion to the time to say it; 1 in all."""
    weights = [max(1 / WORDS_PER_S, speaking_s([text])) for text in texts]
    return tuple(weight / sum(weights) for weight in weights)

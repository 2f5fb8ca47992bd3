"""How long lines take to be said, about, and how the lines of a shot share its time."""

import re
from collections.abc import Iterable, Sequence

WORDS_PER_S = 2.5
SIGNS_PER_S = 5.0
# Chinese, Japanese and Korean are counted by sign: they have no spaces, or spaces that tell nothing.
_SIGN = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_WORD = re.compile(r"\w+(?:['’-]\w+)*")


def speaking_s(texts: Iterable[str]) -> float:
    """The seconds that it takes to say all these texts at an even pace."""
    signs = words = 0
    for text in texts:
        signs += len(_SIGN.findall(text))
        words += len(_WORD.findall(_SIGN.sub(" ", text)))
    return words / WORDS_PER_S + signs / SIGNS_PER_S


def shares(texts: Sequence[str]) -> tuple[float, ...]:
    """The part of a shot's time that each of its lines takes, in proportion to the time to say it; 1 in all."""
    weights = [max(1 / WORDS_PER_S, speaking_s([text])) for text in texts]
    return tuple(weight / sum(weights) for weight in weights)

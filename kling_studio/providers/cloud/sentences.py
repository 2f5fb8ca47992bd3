"""What a provider says, as a sentence among ours."""

_ENDS = ".!?…。！？"


def sentence(words: str) -> str:
    """The words with a full stop behind them, unless they end as a sentence does already."""
    words = words.strip()
    return words if not words or words.endswith(tuple(_ENDS)) else f"{words}."

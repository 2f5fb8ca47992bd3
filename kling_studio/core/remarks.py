"""What is to be said of a take beside its state, in sentences."""

from kling_studio.core.ledger import Take

NO_SOUND = "The film has no sound, although sound was on."


def remarks(take: Take) -> tuple[str, ...]:
    """What a person should know of a take that did not fail; nothing of most."""
    return (*((NO_SOUND,) if take.lacks_sound else ()), *_unknown_fields(take))


def _unknown_fields(take: Take) -> tuple[str, ...]:
    if not take.unknown_fields:
        return ()
    what = "a field" if len(take.unknown_fields) == 1 else "fields"
    names = ", ".join(take.unknown_fields)
    words = f"The provider's answers hold {what} that this version does not know: {names}."
    return (f"{words} Look for a newer version.",)

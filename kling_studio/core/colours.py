"""The colours that tell the members of a cast apart: in the window, in captions, wherever a name is shown."""

CAST_COLOURS = ("#e8a33d", "#6aa6e8", "#5fb98a", "#d98bb5", "#9d8ff0", "#4fb7b3", "#d9826a", "#a9b35a")


def cast_colour(index: int) -> str:
    """The colour, as ``#rrggbb``, of the member at this place in the cast; after eight they begin again."""
    return CAST_COLOURS[index % len(CAST_COLOURS)]

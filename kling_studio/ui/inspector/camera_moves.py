"""What a camera does, in the words that models know, by kind."""

CAMERA_MOVES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "At rest",
        (
            "static",
            "static wide shot",
            "static close-up",
            "low angle, static",
            "high angle, static",
            "Dutch angle, static",
            "over the shoulder, static",
            "top-down, static",
        ),
    ),
    (
        "Travelling",
        (
            "slow dolly in",
            "dolly in",
            "dolly out",
            "tracking shot",
            "tracking shot from behind",
            "lead shot, moving backwards",
            "truck left",
            "truck right",
            "arc around left",
            "arc around right",
            "full orbit",
        ),
    ),
    (
        "Turning",
        (
            "pan left",
            "pan right",
            "slow pan left",
            "slow pan right",
            "whip pan",
            "tilt up",
            "tilt down",
            "roll",
        ),
    ),
    (
        "Rising",
        (
            "crane up",
            "crane down",
            "pedestal up",
            "pedestal down",
            "drone rising",
            "drone flyover",
        ),
    ),
    (
        "Lens",
        (
            "dolly zoom",
            "rack focus",
            "slow zoom in",
            "zoom out",
            "crash zoom",
            "macro, shallow focus",
        ),
    ),
    (
        "In the hand",
        (
            "handheld",
            "handheld tracking shot",
            "Steadicam follow",
            "point of view",
            "shaky, running",
        ),
    ),
)

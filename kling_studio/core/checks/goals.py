"""What only a person can bring, because no edit of the project makes it: a picture, a clip, a voice."""

from dataclasses import dataclass
from enum import StrEnum


class Part(StrEnum):
    """The part of a member that something is missing from."""

    PICTURES = "pictures"
    CLIP = "clip"
    VOICE = "voice"
    SAMPLE = "sample"


@dataclass(frozen=True, slots=True)
class Goal:
    """What is wanted of a member, under the words of the button that leads there.

    ``look`` names the look whose pictures are meant; empty for the member's own.
    """

    label: str
    member_id: str
    part: Part
    look: str = ""

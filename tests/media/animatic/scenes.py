"""A small project with pictures, for animatics."""

from pathlib import Path

from kling_studio.core.project import (
    CastMember,
    DialogueLine,
    MemberKind,
    Project,
    Scene,
    Shot,
    View,
    ViewKind,
)
from kling_studio.media.animatic.plan import AnimaticPlan, plan_animatic
from tests.media.clips import picture

LONG = (
    "@Mira walks slowly along the endless row of pallets, stops at the one with the torn label, kneels, wipes the "
    "dust from it with the sleeve of her jacket and reads the number twice while @Marco waits by the door. Then the "
    "lamps go out one after the other, and only the green sign of the exit is left over the loading dock."
)
CAST = (
    CastMember(id="m1", name="Mira", images=(View("mira_back.png", ViewKind.BACK), View("mira.png"))),
    CastMember(id="m2", name="Marco", images=(View("marco.png"),)),
    CastMember(id="m3", name="Pallet 9", kind=MemberKind.PRODUCT, images=(View("pallet.png"),)),
    CastMember(id="m4", name="Nobody", images=(View("missing.png"),)),
    CastMember(id="m5", name="Ghost", images=(View("text.png"),)),
)
PROJECT = Project(title="Night Shift", cast=CAST)


def folder_with_pictures(folder: Path) -> Path:
    """The pictures of the cast in a folder; one of them is a text that is called a picture."""
    for name, size, colour in (
        ("mira.png", (300, 400), "#804030"),
        ("mira_back.png", (300, 400), "#301810"),
        ("marco.png", (300, 400), "#304080"),
        ("pallet.png", (300, 300), "#808040"),
        ("hall.png", (640, 360), "#406040"),
        ("loose1.png", (640, 360), "#aaaaaa"),
        ("loose2.png", (360, 640), "#bbbbbb"),
    ):
        picture(folder / name, size, colour)
    (folder / "text.png").write_text("not a picture")
    return folder


def shot(prompt: str = "", seconds: int = 1, camera: str = "", *lines: tuple[str, str, str]) -> Shot:
    """A shot with its dialogue as (name, emotion, text)."""
    dialogue = tuple(DialogueLine(character, emotion, text) for character, emotion, text in lines)
    return Shot(id=f"{prompt}{camera}", prompt=prompt, seconds=seconds, camera=camera, dialogue=dialogue)


def plan_of(
    folder: Path, scene: Scene, label: str = "Pilot · Warehouse", model: str = "Kling O3 Pro"
) -> AnimaticPlan:
    """The plan of a scene of the project, its pictures looked for in ``folder``."""

    def picture_of(path: str) -> Path | None:
        return folder / path if (folder / path).exists() else None

    return plan_animatic(PROJECT, scene, model, label, picture_of)

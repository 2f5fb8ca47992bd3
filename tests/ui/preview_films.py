"""Films whose frames can be told apart, and takes made of them."""

import asyncio
from pathlib import Path

import av
from PIL import Image
from PySide6.QtGui import QColor, QImage

from kling_studio.app.session import Session
from kling_studio.core.facts import ChargeKind, FactKind, Json
from kling_studio.core.project import Scene

RATE = 24
FRAMES = 48
_BITS = 10
_SAMPLE_RATE = 48_000
_BLOCK = 1024


def make_film(
    path: Path, frames: int = FRAMES, size: tuple[int, int] = (320, 180), *, sound: bool = True
) -> Path:
    """A film in H.264 with B frames. Each frame carries its number as ten bands, white for 1, from the left."""
    with av.open(str(path), "w") as output:
        video = output.add_stream("libx264", rate=RATE, options={"preset": "veryfast", "g": "12"})
        video.width, video.height = size
        video.pix_fmt = "yuv420p"
        audio = output.add_stream("aac", rate=_SAMPLE_RATE, layout="mono") if sound else None
        for number in range(frames):
            frame = av.VideoFrame.from_image(numbered(number, size))  # type: ignore[no-untyped-call]
            output.mux(video.encode(frame))
        output.mux(video.encode(None))
        if audio is not None:
            for block in range(frames * _SAMPLE_RATE // RATE // _BLOCK):
                silence = av.AudioFrame(format="s16", layout="mono", samples=_BLOCK)
                silence.planes[0].update(bytes(2 * _BLOCK))
                silence.sample_rate, silence.pts = _SAMPLE_RATE, block * _BLOCK
                output.mux(audio.encode(silence))
            output.mux(audio.encode(None))
    return path


def numbered(number: int, size: tuple[int, int]) -> Image.Image:
    """The picture of a frame."""
    image = Image.new("RGB", size, "#203040")
    width = size[0] // _BITS
    for bit in range(_BITS):
        if number >> bit & 1:
            image.paste("#ffffff", (bit * width, 0, (bit + 1) * width, size[1]))
    return image


def number_in(picture: QImage | None) -> int:
    """The number that a picture carries; -1 where there is no picture."""
    if picture is None or picture.isNull():
        return -1
    width = picture.width() / _BITS
    middles = [QColor(picture.pixel(int((bit + 0.5) * width), picture.height() // 2)) for bit in range(_BITS)]
    return sum(1 << bit for bit, colour in enumerate(middles) if colour.lightness() > 150)


def add_fact(session: Session, job: str, kind: FactKind, data: dict[str, Json] | None = None) -> None:
    asyncio.run(session.journal.add(job, kind, data or {}))


def plan_take(
    session: Session, scene: Scene, number: int, model: str = "animatic:preview", **other: Json
) -> str:
    """A take that is planned; its job."""
    job = f"{scene.id}-{number}"
    data: dict[str, Json] = {
        "scene_id": scene.id,
        "scene": 1,
        "title": scene.title,
        "take": number,
        "model": model,
        "mode": "text",
        "endpoint": "preview",
        "seconds": scene.seconds,
        "quoted": "1.40",
        "price_list": None,
        "fingerprint": f"print {number}",
        "sent": {},
        **other,
    }
    add_fact(session, job, FactKind.PLANNED, data)
    return job


def end_take(session: Session, job: str, film: Path | None, **other: Json) -> None:
    """The render of a planned take ends; its film lies in the project's folder."""
    video = film.relative_to(session.folder.root).as_posix() if film is not None else "takes/nowhere.mp4"
    add_fact(session, job, FactKind.RENDERING)
    charge: dict[str, Json] = {"kind": ChargeKind.ACTUAL, "amount": "0.00", "currency": "USD"}
    add_fact(session, job, FactKind.CHARGE, charge)
    stored: dict[str, Json] = {"video": video, "bytes": film.stat().st_size if film else 0, "sha256": ""}
    stored |= other
    add_fact(session, job, FactKind.STORED, stored)


def film_in(session: Session, name: str, frames: int = FRAMES, size: tuple[int, int] = (320, 180)) -> Path:
    """A film among the takes of a project."""
    folder = session.folder.root / "takes"
    folder.mkdir(exist_ok=True)
    return make_film(folder / name, frames, size)


def add_take(session: Session, scene: Scene, number: int, frames: int = FRAMES) -> str:
    """A take that is done, with its film; its job."""
    film = film_in(session, f"T{number}-{scene.id}.mp4", frames)
    job = plan_take(session, scene, number)
    end_take(session, job, film)
    return job

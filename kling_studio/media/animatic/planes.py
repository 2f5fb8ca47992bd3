"""Pictures as the encoder wants them: Y, U and V (BT.709, limited range), each a Pillow image of one band.

Working on the planes takes half the time of RGB and needs no conversion per frame.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, cast

from PIL import Image

if TYPE_CHECKING:
    from av.video.frame import VideoFrame

_LIMITED_RANGE = 1
_BT709 = 1


class Planes(NamedTuple):
    """A picture as three planes: ``u`` and ``v`` have half its sides, or its own where it is a source to draw from."""

    y: Image.Image
    u: Image.Image
    v: Image.Image


def source_of(image: Image.Image) -> Planes:
    """An RGB picture to be seen by a moving camera, its colour twice as fine as a frame's.

    So the colour can be picked by the nearest point, within half a pixel of the brightness; being as soft as a
    frame's, it does not flicker.
    """
    y, u, v = _converted(image, "yuv420p")
    return Planes(y, *(plane.resize(y.size, Image.Resampling.BILINEAR) for plane in (u, v)))


def frame_planes_of(image: Image.Image) -> Planes:
    """An RGB picture with even sides as planes of a frame."""
    return _converted(image, "yuv420p")


def _converted(image: Image.Image, pixel_format: str) -> Planes:
    import av

    frame = av.VideoFrame.from_image(image)  # type: ignore[no-untyped-call]
    return _over(frame.reformat(format=pixel_format, dst_colorspace="ITU709", dst_color_range="MPEG"))


def _over(frame: "VideoFrame") -> Planes:
    """Images that lie over the memory of a frame: what is read or drawn is the frame itself."""
    # A plane is no bytes, but it is a buffer, which is what Pillow needs here.
    return Planes(
        *(
            Image.frombuffer(
                "L", (plane.width, plane.height), cast("bytes", plane), "raw", "L", plane.line_size, 1
            )
            for plane in frame.planes
        )
    )


def new_frame(width_px: int, height_px: int) -> tuple["VideoFrame", Planes]:
    """A frame for the encoder, tagged BT.709, and the planes to draw it on; what it shows at first is undefined."""
    import av

    frame = av.VideoFrame(width_px, height_px, "yuv420p")
    frame.color_range = _LIMITED_RANGE
    frame.colorspace = _BT709
    planes = _over(frame)
    for image in planes:
        # Pillow copies what lies over foreign memory before it draws; here that memory is the point.
        image.readonly = 0
    return frame, planes


@dataclass(frozen=True, slots=True)
class Patch:
    """Something drawn over a picture at an even place: its planes, and how much each covers."""

    x: int
    y: int
    planes: Planes
    masks: Planes

    def put_on(self, target: Planes) -> None:
        """Draw it over ``target``, which changes."""
        for image, own, mask, half in zip(target, self.planes, self.masks, (1, 2, 2), strict=True):
            image.paste(own, (self.x // half, self.y // half), mask)


def patch_of(image: Image.Image, x: int, y: int) -> Patch:
    """An RGBA picture with even sides at an even place as a patch; empty margins are left out."""
    left, top, right, bottom = image.getchannel("A").getbbox() or (0, 0, 2, 2)
    left, top = left - left % 2, top - top % 2
    image = image.crop((left, top, right + right % 2, bottom + bottom % 2))
    alpha = image.getchannel("A")
    half = alpha.reduce(2)
    planes = frame_planes_of(image.convert("RGB"))
    return Patch(x + left, y + top, planes, Planes(alpha, half, half))

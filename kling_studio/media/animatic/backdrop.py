"""What stands where no picture is: a calm ground behind an upright picture, or a card in its stead."""

from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from kling_studio.media.animatic.framing import Rect, Window
from kling_studio.media.animatic.planes import Patch, Planes
from kling_studio.media.animatic.style import GROUND, Colour

# The backdrop is made this many times smaller: what is as soft as it is needs no more.
_COARSENESS = 16
_BLUR_PX = 64
# The outer part of the picture, at each side, that is drawn out to the edge of the frame; it begins as far inside the
# panel as that part is of the panel, so that the colours meet where the panel ends.
_OUTER = 0.2
# How much is left of the picture's light, and how bright the brightest place may still be: text is read on it.
_MOST_LIGHT, _BRIGHTEST = 0.5, 0.22
_BACKDROP_GRAIN, _CARD_GRAIN = 2, 10
_SOFT_EDGE_PX = 72


def backdrop(picture: Image.Image, window: Window) -> Image.Image:
    """The surroundings of an upright picture: its own edges drawn out over the window, blurred and darkened.

    The picture enlarged as it is would show a second, larger ghost of the person beside the first.
    """
    whole, panel = window.whole, window.panel
    small = Image.new("RGB", (max(1, whole.width // _COARSENESS), max(1, whole.height // _COARSENESS)))
    inside = panel.width * _OUTER
    left = round((panel.x - whole.x + inside) / _COARSENESS)
    right = round((panel.right - whole.x - inside) / _COARSENESS)
    width, height = picture.size
    for first, end, seen in (
        (0, left, (0.0, width * _OUTER)),
        (left, right, (width * _OUTER, width * (1 - _OUTER))),
        (right, small.width, (width * (1 - _OUTER), float(width))),
    ):
        piece = picture.resize(
            (end - first, small.height), Image.Resampling.BOX, box=(seen[0], 0, seen[1], height)
        )
        small.paste(piece, (first, 0))
    small = small.filter(ImageFilter.GaussianBlur(_BLUR_PX / _COARSENESS))
    brightest = max(small.convert("L").tobytes())
    light = min(_MOST_LIGHT, _BRIGHTEST * 255 / max(1, brightest))
    dark = Image.blend(Image.new("RGB", small.size, GROUND), small, light)
    grain = _grain(whole.size, _BACKDROP_GRAIN)
    large = dark.resize(whole.size, Image.Resampling.BICUBIC)
    return ImageChops.add(large, Image.merge("RGB", (grain, grain, grain)), 1, -128)


def soft_edges(ground: Planes, window: Window) -> tuple[Patch, ...]:
    """Pieces of the backdrop over those sides of the panel where it ends in it, so that no line is seen there."""
    whole, panel = window.whole, window.panel
    edges = []
    for x, starts in ((panel.x, True), (panel.right - _SOFT_EDGE_PX, False)):
        if panel.x == whole.x if starts else panel.right == whole.right:
            continue
        mask = _fade(_SOFT_EDGE_PX, panel.height, starts=starts)
        half = mask.reduce(2)
        box = (x - whole.x, 0, x - whole.x + _SOFT_EDGE_PX, panel.height)
        small = (box[0] // 2, 0, box[2] // 2, box[3] // 2)
        planes = Planes(ground.y.crop(box), ground.u.crop(small), ground.v.crop(small))
        edges.append(Patch(x, panel.y, planes, Planes(mask, half, half)))
    return tuple(edges)


def card(colour: Colour, window: Rect) -> Image.Image:
    """A quiet ground in a shade of the colour, lit from above: what is shown where there is no picture."""
    size = window.size
    dark = Image.new("RGB", size, _mixed(GROUND, colour, 0.05))
    light = Image.new("RGB", size, _mixed((52, 56, 63), colour, 0.22))
    glow = ImageOps.invert(Image.radial_gradient("L")).resize(size, Image.Resampling.BICUBIC)
    image = Image.composite(light, dark, ImageChops.add(glow, _grain(size, _CARD_GRAIN), 1, -128))
    pen = ImageDraw.Draw(image)
    line = _mixed((64, 69, 77), colour, 0.15)
    for third in (1, 2):
        pen.line((size[0] * third // 3, 0, size[0] * third // 3, size[1]), fill=line)
        pen.line((0, size[1] * third // 3, size[0], size[1] * third // 3), fill=line)
    return image


def _fade(width: int, height: int, *, starts: bool) -> Image.Image:
    """A mask that covers one side and lets the other through, curved so that neither end is seen."""
    row = Image.new("L", (width, 1))
    for x in range(width):
        part = (x + 0.5) / width
        covered = 1 - part * part * (3 - 2 * part)
        row.putpixel((x if starts else width - 1 - x, 0), round(255 * covered))
    return row.resize((width, height), Image.Resampling.NEAREST)


def _grain(size: tuple[int, int], strength: int) -> Image.Image:
    """Noise around 128; a trace of it keeps the encoder from breaking a soft gradient into bands."""
    tile = _grain_tile(strength)
    grain = Image.new("L", size)
    for y in range(0, size[1], tile.height):
        for x in range(0, size[0], tile.width):
            grain.paste(tile, (x, y))
    return grain


@lru_cache
def _grain_tile(strength: int) -> Image.Image:
    # Making noise is slow, and nobody sees that so little of it repeats.
    return Image.effect_noise((320, 240), strength)


def _mixed(base: Colour, other: Colour, part: float) -> Colour:
    red, green, blue = (round(a + (b - a) * part) for a, b in zip(base, other, strict=True))
    return red, green, blue
